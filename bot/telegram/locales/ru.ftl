### Что люди читают в Telegram, по-русски. Те же сообщения и переменные, что и в других файлах.

## Приветствие и справка

welcome =
    Я отвечаю на вопросы по архиву новостей и показываю место, на котором стоит каждое предложение. Напишите вопрос: что случилось, когда или сколько.
help =
    Напишите вопрос и нажмите номер под ответом, чтобы прочитать место, на котором он стоит. Кнопка с ✕ – это дата или издание, которые я увидел в вашем вопросе: нажмите, и я поищу без них. Ответьте на часть сообщения, выделив её как цитату, и я отвечу об этой части. Перешлите мне новость, и я поищу её в архиве.

    /ask ВОПРОС – спросить
    /search СЛОВА – статьи и отрывки, без ответа
    /latest [СЛОВА] – что нового с прошлого раза; /digest – то же коротко
    /timeline СЛОВА – история шаг за шагом, с начала
    /quotes ИМЯ о ТЕМЕ – что человек сказал, дословно
    /article ID – прочитать статью
    /cite ID – отрывок, на который ссылается цитата
    /sources – издания архива
    /export – наш разговор в Markdown и Word
    /new – забыть, о чём мы говорили
    /language – на каком языке я говорю
    /timezone – чьё «вчера» я имею в виду
    /privacy – что я о вас храню, /forget это удаляет
    /help – эта справка

    В любом чате напишите @{ $username } и несколько слов, чтобы отправить отрывок из архива.
help-groups-seen =
    В группах упомяните меня, ответьте мне или используйте /ask; на остальное я не отвечаю.
help-groups-private =
    В группах используйте /ask@{ $username } или отвечайте на мои сообщения. Остального Telegram мне там не показывает (режим приватности); мой владелец может изменить это у @BotFather командой /setprivacy или сделать меня администратором группы, и тогда достаточно упоминания.
admin-help =
    Для администраторов:
    /reindex – перечитать архив; /reindex full строит индекс заново
    /add – в подписи к файлу, в ответ на файл или со ссылкой: прочитать это в архив
    /remove ID или ссылка – убрать статью из всех ответов
    /status – что проиндексировано и что выполняется
    /cancel – остановить чтение
    /users – кто может спрашивать, кто ждёт, кто заблокирован
    /invite [ЛЮДЕЙ] [ДНЕЙ] – ссылка, по которой можно войти
    /stats – вопросы, отказы, время, оценки
    /missed – вопросы, на которые в архиве нет ответа
    /feedback – оценки и пометки файлом для `pressmark eval`
thanked = Пожалуйста. Спрашивайте обо всём, что может знать архив.
unknown-command = Я не знаю такой команды. Те, что знаю, показывает /help.
only-text = Я читаю только текст. Пожалуйста, напишите вопрос словами.
only-admins = Это могут только администраторы. Спрашивать вы можете: напишите вопрос.
failed = Не получилось. Попробуйте ещё раз или сообщите владельцу бота номер { $reference }.

## Языки

language-telegram = Как в Telegram

## Кто может спрашивать

stranger = Вам нельзя здесь спрашивать. Ваш номер в Telegram – { $id }; по нему владелец бота может вас впустить.
stranger-code = Вам нельзя здесь спрашивать. Ваш номер в Telegram – { $id }; владелец бота может вас впустить по нему или, в течение часа, по коду { $code }
stranger-alone =
    Вам нельзя здесь спрашивать. Ваш номер в Telegram – { $id }. Если это ваш бот, добавьте в .env строку и запустите его снова:
    PRESSMARK_ADMINS={ $id }
stranger-toast = Вам нельзя это открыть. Ваш номер в Telegram – { $id }; владелец бота может помочь.
stranger-inline = Вам нельзя здесь искать
invited = Вас впустили. Напишите вопрос.
invitation-over = Приглашение исчерпано или устарело. Попросите новое у того, кто его дал.
budget-person =
    { $most ->
        [one] Вы задали сегодня { $most } вопрос – больше на сегодня нет.
        [few] Вы задали сегодня { $most } вопроса – больше на сегодня нет.
       *[many] Вы задали сегодня { $most } вопросов – больше на сегодня нет.
    } Завтра (UTC) будут новые; /search работает и дальше.
budget-group =
    { $most ->
        [one] Эта группа задала сегодня { $most } вопрос – больше на сегодня нет.
        [few] Эта группа задала сегодня { $most } вопроса – больше на сегодня нет.
       *[many] Эта группа задала сегодня { $most } вопросов – больше на сегодня нет.
    } Завтра (UTC) будут новые; /search работает и дальше.

## Группы и приватность

group-greeting = Здравствуйте. Я отвечаю на вопросы по архиву новостей и показываю отрывок за каждым предложением.
group-closed = Пока здесь могут спрашивать не все. Мой владелец может впустить всю группу по её номеру, { $id }, в PRESSMARK_USERS.
group-choices = Язык здесь выбирает администратор группы командой /language, часы – командой /timezone. /privacy говорит, что я храню.
only-leaders = Это выбирают только администраторы группы. Для себя одного выберите в личном чате со мной.
privacy = Я храню ваш номер, имя и имя пользователя в Telegram; язык и часовой пояс, которые вы выбрали; ваши вопросы с ответами; ваши поиски; что вы думаете об ответах (👍 👎 ⚑); сколько вопросов вы задали сегодня; когда вы в последний раз смотрели новое; о группе – её язык и часовой пояс. Сообщение забывается, как только на него отвечено. Мой владелец может прочитать то, что хранится.
privacy-model = Языковой модели ({ $model }) отправляется каждый вопрос, то, что спрашивали до него, и отрывки архива, но не то, кто спрашивает.
privacy-retention =
    { $count ->
        [one] Вопросы с ответами, поиски и оценки удаляются сами через { $count } день.
        [few] Вопросы с ответами, поиски и оценки удаляются сами через { $count } дня.
       *[many] Вопросы с ответами, поиски и оценки удаляются сами через { $count } дней.
    }
privacy-forget = /forget удаляет то, что о вас хранится. Можно ли вам спрашивать, остаётся, с одним вашим номером.
forget-ask = Это удаляет ваши вопросы и ответы на них, ваши поиски, оценки и пометки, ваш язык и часовой пояс. То, что стоит в наших чатах, остаётся там; номера под старыми ответами больше ничего не открывают. Вернуть это нельзя.
forget-yes = Удалить
forget-kept = Ничего не удалено.
forget-done = Всё, что о вас хранилось, удалено. Можно ли вам спрашивать, осталось как было.
forget-not-yours = Это спросили у другого. Напишите /forget сами.

## Вопросы

ask-usage = Здесь нет вопроса. Напишите его после команды: /ask Что случилось?
first-reading = Архив читается впервые. Спросите чуть позже.
nothing-indexed = Пока ничего не проиндексировано. Почему, владелец бота увидит по /status.
answer-gone = Этого ответа больше нет. Задайте вопрос ещё раз.
undo = ↺ Вернуть
share-button = ↗ Поделиться
share-gone = Таким ответом поделиться нельзя
also-read = Ещё: { $title }
asking-again = Минуту: ищу ещё раз.
asked-again = Этот ответ уже заменён. Нажимайте кнопки последнего.
stop = ⏹ Стоп
stopping = Останавливаюсь; проверенное останется.
stopped-already = Этот ответ уже готов.

## Оценки

thanks = Спасибо, записал.
thanks-changed = Изменил, спасибо.
unsupported = ⚑ Этого не подтверждает
unsupported-noted = Спасибо: записал, что отрывок не подтверждает предложение.

## Карточки

cite-usage = Здесь нет номера цитаты. Напишите его после команды: /cite ID
no-citation = Цитаты с таким номером нет. Номера цитат ответа показывает `pressmark ask --json`.
open-article = 🔗 Открыть статью
copy-quote = 📋 Копировать цитату
more-context = ⬍ Шире
less-context = ⬍ Уже
read-article = 📄 Читать здесь

## Поиск и чтение

search-usage = Здесь нечего искать. Напишите слова после команды: /search пожар в порту
search-head = 🔎 { $query }
search-understood = Понято: { $meaning }.
search-gone = Этого поиска больше нет. Поищите ещё раз.
forwarded-head = Что об этом есть в архиве:
article-usage = Здесь нет статьи. Напишите её номер или ссылку после команды: /article ID
no-link = В архиве нет статьи по этой ссылке. Что в нём есть, показывает /search.
no-article = Статьи с таким номером или ссылкой нет. Что есть, показывает /search.
sources-head =
    { $outlets ->
        [one] { $outlets } издание
        [few] { $outlets } издания
       *[many] { $outlets } изданий
    }, { $articles ->
        [one] { $articles } статья
        [few] { $articles } статьи
       *[many] { $articles } статей
    }:
sources-nameless = без названия
sources-line =
    { $count ->
        [one] { $count } статья
        [few] { $count } статьи
       *[many] { $count } статей
    }
undated = без даты

## Чтение архива

reindex-usage = Я знаю /reindex и /reindex full. Ничего не начато.
confirm-full = Полное чтение строит весь индекс заново рядом с действующим, а потом переключается на него. Это дольше, чем /reindex; на вопросы я тем временем отвечаю.
start-full = Построить заново
not-now = Не сейчас
not-started = Ничего не начато.
cancel = Остановить
cancelling = Чтение остановится на следующем шаге. Сделанное сохранится.
nothing-runs = Ничего не выполняется. Начать можно командой /reindex.
already-running = Чтение уже идёт; вот как оно стоит.
phase-waiting = Ждёт начала
phase-fetching = Загружаю
phase-reading = Читаю статьи
phase-counting = Считаю повторяющиеся строки
phase-splitting = Делю на отрывки
phase-comparing = Сравниваю копии
phase-indexing = Индексирую отрывки
phase-away = Жду сервер Chroma
phase-other = Работаю
bar-of = { $done } из { $total }
pace-urls = { $speed } ссылок/с
pace-articles = { $speed } статей/с
pace-passages = { $speed } отрывков/с
pace-steps = { $speed } шагов/с
left-moment = осталось несколько секунд
left-seconds = осталось около { $count } с
left-minutes = осталось около { $count } мин
left-hours = осталось около { $count } ч
job-head = Архив обновлён
job-head-added = Добавлено в архив
job-head-failed = Прочитать удалось не всё
job-done =
    { $head }: { $read ->
        [one] прочитана { $read } статья
        [few] прочитаны { $read } статьи
       *[many] прочитано { $read } статей
    }{ $counts }, { $passages ->
        [one] { $passages } отрывок
        [few] { $passages } отрывка
       *[many] { $passages } отрывков
    }, { $seconds } с.
count-added = новых { $count }
count-updated = изменённых { $count }
count-unchanged = прежних { $count }
count-duplicate = копий { $count }
count-removed = убрано { $count }
count-rejected = отклонено { $count }
job-more =
    { $count ->
        [one] … и ещё { $count }.
        [few] … и ещё { $count }.
       *[many] … и ещё { $count }.
    }
job-failed = Чтение не удалось: { $error }
job-see-log = смотрите журнал.
job-ended = Чтение закончено.
job-cancelled = Чтение остановлено. Сделанное сохранилось, ответы продолжаются.
rejected-file = ⬇ Все { $count } файлом
status-summary =
    { $articles ->
        [one] { $articles } статья
        [few] { $articles } статьи
       *[many] { $articles } статей
    }, { $indexed }, { $reads }.
status-not-indexed = ещё не проиндексировано
status-indexed-today = проиндексировано сегодня в { $time }
status-indexed-yesterday = проиндексировано вчера в { $time }
status-indexed-on = проиндексировано { $day } в { $time }
status-reads-bundled = читает встроенная модель
status-reads-multilingual = читают встроенная и многоязычная модели
status-writes = пишет { $model }
status-running = Идёт чтение: { $done } из { $total }.
status-waits = Чтение вот-вот продолжится.
status-silent-embedder = ⚠ Модель векторов не отвечает; пока это так, находят только слова.
status-silent-model = ⚠ Языковая модель не отвечает; пока это так, отвечают предложения самого архива.
status-silent-reranker = ⚠ Модель, которая упорядочивает, не отвечает; пока это так, порядок обычный.
status-damaged = Индекс повреждён; он строится заново.
status-details = Подробности
status-generation = Поколение { $generation }.
status-engine-embedder = Векторы: { $name } ({ $detail }).
status-engine-reader = Читает: { $name } ({ $detail }).
status-engine-model = Пишет: { $name } ({ $detail }).
status-engine-reranker = Упорядочивает: { $name } ({ $detail }).
status-more = Всё целиком: `pressmark status --json`.
status-counts =
    { $articles ->
        [one] { $articles } статья
        [few] { $articles } статьи
       *[many] { $articles } статей
    }, { $passages ->
        [one] { $passages } отрывок
        [few] { $passages } отрывка
       *[many] { $passages } отрывков
    }.
status-undated =
    { $count ->
        [one] { $count } статья без даты.
        [few] { $count } статьи без даты.
       *[many] { $count } статей без даты.
    }
status-waiting =
    { $count ->
        [one] { $count } статья прочитана, но спрашивать о ней ещё рано.
        [few] { $count } статьи прочитаны, но спрашивать о них ещё рано.
       *[many] { $count } статей прочитано, но спрашивать о них ещё рано.
    }
status-indexed = Проиндексировано { $at }, { $embedder }.
status-job = Чтение { $id } ({ $kind }): { $state }, { $done } из { $total }.
status-healthy = Всё в порядке.
status-unhealthy = Последнее чтение не удалось; смотрите журнал.
notice-failed = ⚠ Чтение, начатое само собой, не удалось: { $error }
notice-unread =
    { $count ->
        [one] ⚠ При чтении, начатом само собой, не прочитано { $count } место:
        [few] ⚠ При чтении, начатом само собой, не прочитаны { $count } места:
       *[many] ⚠ При чтении, начатом само собой, не прочитано { $count } мест:
    }
notice-stale = ⚠ Архив читался последний раз { $at }, хотя должен читаться каждые { $every }. Что выполняется, показывает /status.

## Добавить и убрать

add-usage = Здесь нечего добавить. Отправьте файл с подписью /add, ответьте командой /add на файл, ссылку или текст либо напишите ссылку после неё. Я читаю JSON, JSON Lines, ninjs, NITF, NewsML-G2, RSS, Atom, HTML, WARC, экспорт WordPress, CSV, PDF, DOCX, ODT, RTF, EPUB, почту, экспорт Telegram, выгрузки LexisNexis, текст и Markdown, также в .gz, .zip и .tar.
add-too-large = { $name }: { $size } МБ, а Telegram даёт ботам не больше { $most } МБ. Положите файл рядом с программой и запустите `pressmark index` или отправьте его по частям.
add-unreadable = { $name } лежит у сервера Bot API, но прочитать его там я не могу. Сделайте папку сервера видимой мне по тому же пути и разрешите чтение; имя файла есть в моём журнале.
add-gone = { $name } больше нельзя получить из Telegram. Отправьте ещё раз.
remove-usage = Здесь нет статьи. Напишите её номер или ссылку после команды либо ответьте командой /remove на статью.
remove-confirm = Статья исчезнет из всех ответов. Вернуть её можно только через /add или чтением именно этого файла или ссылки.
remove-many =
    { $count ->
        [one] По этой ссылке { $count } статья.
        [few] По этой ссылке { $count } статьи; уберу все.
       *[many] По этой ссылке { $count } статей; уберу все.
    }
remove-yes = Убрать
removed = Изъято: { $title }
not-removed = Ничего не убрано.
removed-already = Эта статья уже изъята.

## Люди

users-head = Кто может спрашивать: { $rule }.
users-rule-everyone = все
users-rule-admins = администраторы и те, кого впустили
users-rule-listed = администраторы, перечисленные в PRESSMARK_USERS и те, кого впустили
users-admitted = Впущены
users-waiting = Ждут
users-banned = Заблокированы
users-invitations = Приглашения
users-invitation =
    { $left ->
        [one] осталось { $left } место
        [few] осталось { $left } места
       *[many] осталось { $left } мест
    }, до { $until }
users-today =
    { $count ->
        [one] { $count } вопрос сегодня
        [few] { $count } вопроса сегодня
       *[many] { $count } вопросов сегодня
    }
users-how = /users let, ban, unban или out с КОДОМ, ID или @ИМЕНЕМ, или в ответ на сообщение · /invite
users-let = { $name } ({ $id }) теперь может спрашивать.
users-unknown = С таким кодом или номером никто не ждёт. Коды действуют час; номер из цифр действует всегда, @ИМЯ – у того, кто мне уже писал; или ответьте на сообщение.
users-is-banned = { $name } ({ $id }) заблокирован: на его сообщения ответов нет.
users-is-free = { $name } ({ $id }) больше не заблокирован.
users-is-out = { $name } ({ $id }) больше не впущен.
users-not-admin = Администраторов нельзя заблокировать или исключить: они записаны в PRESSMARK_ADMINS.
users-admitted-you = Вас впустили. Напишите вопрос.
button-let-in = Впустить
button-ban = Заблокировать
invite-made =
    { $uses ->
        [one] Ссылка впустит { $uses } человека, до { $until }:
        [few] Ссылка впустит { $uses } человека, до { $until }:
       *[many] Ссылка впустит { $uses } человек, до { $until }:
    }
invite-usage = Напишите /invite или /invite ЛЮДЕЙ ДНЕЙ числами: /invite 5 7. Не больше { $people } человек и { $days } дней.

## Цифры

stats-none = За последние { $days } дней никто ничего не спросил.
stats-head =
    За последние { $days } дней: { $questions ->
        [one] { $questions } вопрос
        [few] { $questions } вопроса
       *[many] { $questions } вопросов
    }, без ответа { $refused } ({ $share } %).
stats-times = Половина ответов быстрее { $median } с, 95 % быстрее { $late } с.
stats-slowest = Дольше всего: { $seconds } с, «{ $question }»
stats-thumbs = 👍 { $up } · 👎 { $down } · ⚑ { $flags }
stats-cited = Чаще всего цитировались:
stats-cited-line =
    { $count ->
        [one] { $count } раз
        [few] { $count } раза
       *[many] { $count } раз
    }
stats-no-picture = Для рисунка нужно дополнение: pip install 'pressmark[stats]'
stats-axis-questions = Вопросов в день
stats-answered = с ответом
stats-refused = без ответа
missed-none = Вопросов, на которые в архиве нет ответа, нет.
missed-head = На что в архиве нет ответа, сначала новое:
missed-times =
    { $count ->
        [one] спрошено { $count } раз
        [few] спрошено { $count } раза
       *[many] спрошено { $count } раз
    }
feedback-none = Ответов ещё никто не оценил.
feedback-file =
    { $count ->
        [one] { $count } вопрос с оценкой
        [few] { $count } вопроса с оценкой
       *[many] { $count } вопросов с оценкой
    } – для `pressmark eval ФАЙЛ`.

## Истории

timeline-usage = Какая история? Напишите её после команды: /timeline пожар в порту
timeline-head = 🕒 Хронология
timeline-button = 🕒 Хронология
page-button = 🔗 Открыть страницей
latest-head = 🗞 Что нового
digest-head = 🗞 Обзор
quotes-usage = Чьи слова? Напишите имя после команды: /quotes Карин Хольт о бюджете
quotes-head = 💬 Слова
coverage-button = 📊 Статьи по времени
coverage-others = другие
coverage-title = Статьи по изданиям

## Меню

menu-ask = Спросить архив
menu-search = Найти статьи и отрывки
menu-latest = Что нового с прошлого раза
menu-digest = То же, по строке на историю
menu-timeline = История шаг за шагом
menu-quotes = Чьи-то слова дословно
menu-article = Прочитать статью
menu-sources = Издания архива
menu-export = Наш разговор документами
menu-new = Забыть разговор
menu-cite = Отрывок, на который ссылается цитата
menu-language = На каком языке я говорю
menu-timezone = Чьё «вчера» я имею в виду
menu-privacy = Что я о вас храню
menu-forget = Удалить то, что обо мне хранится
menu-help = Что я умею
menu-reindex = Перечитать архив
menu-status = Что проиндексировано и что выполняется
menu-cancel = Остановить чтение
menu-add = Прочитать файл или ссылку в архив
menu-remove = Убрать статью из всех ответов
menu-users = Кто может спрашивать
menu-invite = Ссылка, по которой можно войти
menu-stats = Вопросы, отказы, время
menu-missed = На что в архиве нет ответа
menu-feedback = Оценки ответов файлом

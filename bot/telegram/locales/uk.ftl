### Що люди читають у Telegram, українською. Ті самі повідомлення й змінні, що і в інших файлах.

## Вітання і довідка

welcome =
    Я відповідаю на запитання за архівом новин і показую місце, на якому стоїть кожне речення. Напишіть запитання: що сталося, коли або скільки.
help =
    Напишіть запитання і натисніть номер під відповіддю, щоб прочитати місце, на якому вона стоїть. Кнопка з ✕ – це дата або видання, які я побачив у вашому запитанні: натисніть, і я пошукаю без них. Відповідайте на частину повідомлення, виділивши її як цитату, і я відповім про цю частину. Перешліть мені новину, і я пошукаю її в архіві.

    /ask ЗАПИТАННЯ – запитати
    /search СЛОВА – статті й уривки, без відповіді
    /latest [СЛОВА] – що нового від минулого разу; /digest – те саме коротко
    /timeline СЛОВА – історія крок за кроком, від початку
    /quotes ІМ'Я про ТЕМУ – що людина сказала, дослівно
    /article ID – прочитати статтю
    /cite ID – уривок, на який посилається цитата
    /sources – видання архіву
    /new – забути, про що ми говорили
    /language – якою мовою я говорю
    /help – ця довідка

    У будь-якому чаті напишіть @{ $username } і кілька слів, щоб надіслати уривок з архіву.
help-groups-seen =
    У групах згадайте мене, відповідайте мені або вживайте /ask; на решту я не відповідаю.
help-groups-private =
    У групах уживайте /ask@{ $username } або відповідайте на мої повідомлення. Решти Telegram мені там не показує (режим приватності); мій власник може змінити це в @BotFather командою /setprivacy або зробити мене адміністратором групи, і тоді досить згадки.
admin-help =
    Для адміністраторів:
    /reindex – перечитати архів; /reindex full будує індекс заново
    /add – у підписі до файлу, у відповідь на файл або з посиланням: прочитати це до архіву
    /remove ID або посилання – прибрати статтю з усіх відповідей
    /status – що проіндексовано і що виконується
    /cancel – зупинити читання
    /users – хто може запитувати, хто чекає, кого заблоковано
    /invite [ЛЮДЕЙ] [ДНІВ] – посилання, за яким можна увійти
    /stats – запитання, відмови, час, оцінки
    /missed – запитання, на які в архіві немає відповіді
    /feedback – оцінки й позначки файлом для `pressmark eval`
thanked = Прошу. Питайте про все, що може знати архів.
unknown-command = Я не знаю такої команди. Ті, що знаю, показує /help.
only-text = Я читаю лише текст. Будь ласка, напишіть запитання словами.
only-admins = Це можуть лише адміністратори. Запитувати ви можете: напишіть запитання.
failed = Не вийшло. Спробуйте ще раз або повідомте власникові бота номер { $reference }.

## Мови

language-telegram = Як у Telegram

## Хто може запитувати

stranger = Вам не можна тут запитувати. Ваш номер у Telegram – { $id }; за ним власник бота може вас впустити.
stranger-code = Вам не можна тут запитувати. Ваш номер у Telegram – { $id }; власник бота може вас впустити за ним або, протягом години, за кодом { $code }
stranger-alone =
    Вам не можна тут запитувати. Ваш номер у Telegram – { $id }. Якщо це ваш бот, додайте до .env рядок і запустіть його знову:
    PRESSMARK_ADMINS={ $id }
stranger-toast = Вам не можна це відкрити. Ваш номер у Telegram – { $id }; власник бота може допомогти.
stranger-inline = Вам не можна тут шукати
invited = Вас впустили. Напишіть запитання.
invitation-over = Запрошення вичерпане або застаріле. Попросіть нове в того, хто його дав.
budget-person =
    { $most ->
        [one] Ви поставили сьогодні { $most } запитання – більше на сьогодні немає.
        [few] Ви поставили сьогодні { $most } запитання – більше на сьогодні немає.
       *[many] Ви поставили сьогодні { $most } запитань – більше на сьогодні немає.
    } Завтра (UTC) будуть нові; /search працює й далі.
budget-group =
    { $most ->
        [one] Ця група поставила сьогодні { $most } запитання – більше на сьогодні немає.
        [few] Ця група поставила сьогодні { $most } запитання – більше на сьогодні немає.
       *[many] Ця група поставила сьогодні { $most } запитань – більше на сьогодні немає.
    } Завтра (UTC) будуть нові; /search працює й далі.

## Запитання

ask-usage = Тут немає запитання. Напишіть його після команди: /ask Що сталося?
first-reading = Архів читається вперше. Запитайте трохи згодом.
nothing-indexed = Поки що нічого не проіндексовано. Чому, власник бота побачить за /status.
answer-gone = Цієї відповіді більше немає. Поставте запитання ще раз.
undo = ↺ Повернути
also-read = Також: { $title }
asking-again = Хвилинку: шукаю ще раз.
asked-again = Цю відповідь уже замінено. Натискайте кнопки останньої.
stop = ⏹ Стоп
stopping = Зупиняюся; перевірене залишиться.
stopped-already = Ця відповідь уже готова.

## Оцінки

thanks = Дякую, записав.
thanks-changed = Змінив, дякую.
unsupported = ⚑ Цього не підтверджує
unsupported-noted = Дякую: записав, що уривок не підтверджує речення.

## Картки

cite-usage = Тут немає номера цитати. Напишіть його після команди: /cite ID
no-citation = Цитати з таким номером немає. Номери цитат відповіді показує `pressmark ask --json`.
open-article = 🔗 Відкрити статтю
copy-quote = 📋 Копіювати цитату
more-context = ⬍ Ширше
less-context = ⬍ Вужче
read-article = 📄 Читати тут

## Пошук і читання

search-usage = Тут нема чого шукати. Напишіть слова після команди: /search пожежа в порту
search-head = 🔎 { $query }
search-understood = Зрозуміло: { $meaning }.
search-gone = Цього пошуку більше немає. Пошукайте ще раз.
forwarded-head = Що про це є в архіві:
article-usage = Тут немає статті. Напишіть її номер або посилання після команди: /article ID
no-link = В архіві немає статті за цим посиланням. Що в ньому є, показує /search.
no-article = Статті з таким номером або посиланням немає. Що є, показує /search.
sources-head =
    { $outlets ->
        [one] { $outlets } видання
        [few] { $outlets } видання
       *[many] { $outlets } видань
    }, { $articles ->
        [one] { $articles } стаття
        [few] { $articles } статті
       *[many] { $articles } статей
    }:
sources-nameless = без назви
sources-line =
    { $count ->
        [one] { $count } стаття
        [few] { $count } статті
       *[many] { $count } статей
    }
undated = без дати

## Читання архіву

reindex-usage = Я знаю /reindex і /reindex full. Нічого не розпочато.
confirm-full = Повне читання будує весь індекс заново поруч із чинним, а потім перемикається на нього. Це довше, ніж /reindex; на запитання я тим часом відповідаю.
start-full = Побудувати заново
not-now = Не зараз
not-started = Нічого не розпочато.
cancel = Зупинити
cancelling = Читання зупиниться на наступному кроці. Зроблене збережеться.
nothing-runs = Нічого не виконується. Почати можна командою /reindex.
already-running = Читання вже йде; ось як воно стоїть.
phase-waiting = Чекає початку
phase-fetching = Завантажую
phase-reading = Читаю статті
phase-counting = Рахую повторювані рядки
phase-splitting = Ділю на уривки
phase-comparing = Порівнюю копії
phase-indexing = Індексую уривки
phase-other = Працюю
bar-of = { $done } з { $total }
pace-urls = { $speed } посилань/с
pace-articles = { $speed } статей/с
pace-passages = { $speed } уривків/с
pace-steps = { $speed } кроків/с
left-moment = лишилося кілька секунд
left-seconds = лишилося близько { $count } с
left-minutes = лишилося близько { $count } хв
left-hours = лишилося близько { $count } год
job-head = Архів оновлено
job-head-added = Додано до архіву
job-head-failed = Прочитати вдалося не все
job-done =
    { $head }: { $read ->
        [one] прочитано { $read } статтю
        [few] прочитано { $read } статті
       *[many] прочитано { $read } статей
    }{ $counts }, { $passages ->
        [one] { $passages } уривок
        [few] { $passages } уривки
       *[many] { $passages } уривків
    }, { $seconds } с.
count-added = нових { $count }
count-updated = змінених { $count }
count-unchanged = колишніх { $count }
count-duplicate = копій { $count }
count-removed = прибрано { $count }
count-rejected = відхилено { $count }
job-more =
    { $count ->
        [one] … і ще { $count }.
        [few] … і ще { $count }.
       *[many] … і ще { $count }.
    }
job-failed = Читання не вдалося: { $error }
job-see-log = дивіться журнал.
job-ended = Читання закінчено.
job-cancelled = Читання зупинено. Зроблене збереглося, відповіді тривають.
rejected-file = ⬇ Усі { $count } файлом
status-counts =
    { $articles ->
        [one] { $articles } стаття
        [few] { $articles } статті
       *[many] { $articles } статей
    }, { $passages ->
        [one] { $passages } уривок
        [few] { $passages } уривки
       *[many] { $passages } уривків
    }.
status-undated =
    { $count ->
        [one] { $count } стаття без дати.
        [few] { $count } статті без дати.
       *[many] { $count } статей без дати.
    }
status-waiting =
    { $count ->
        [one] { $count } стаття прочитана, але питати про неї ще зарано.
        [few] { $count } статті прочитано, але питати про них ще зарано.
       *[many] { $count } статей прочитано, але питати про них ще зарано.
    }
status-indexed = Проіндексовано { $at }, { $embedder }.
status-job = Читання { $id } ({ $kind }): { $state }, { $done } з { $total }.
status-healthy = Усе гаразд.
status-unhealthy = Останнє читання не вдалося; дивіться журнал.
notice-failed = ⚠ Читання, що почалося само, не вдалося: { $error }
notice-unread =
    { $count ->
        [one] ⚠ Під час читання, що почалося само, не прочитано { $count } місце:
        [few] ⚠ Під час читання, що почалося само, не прочитано { $count } місця:
       *[many] ⚠ Під час читання, що почалося само, не прочитано { $count } місць:
    }
notice-stale = ⚠ Архів востаннє читався { $at }, хоча має читатися кожні { $every }. Що виконується, показує /status.

## Додати й прибрати

add-usage = Тут нема чого додати. Надішліть файл із підписом /add, відповідайте командою /add на файл, посилання чи текст або напишіть посилання після неї. Я читаю JSON, JSON Lines, ninjs, NITF, NewsML-G2, RSS, Atom, HTML, WARC, експорт WordPress, CSV, PDF, DOCX, ODT, RTF, EPUB, пошту, експорт Telegram, вивантаження LexisNexis, текст і Markdown, також у .gz, .zip і .tar.
add-too-large = { $name }: { $size } МБ, а Telegram дає ботам щонайбільше { $most } МБ. Покладіть файл поруч із програмою і запустіть `pressmark index` або надішліть його частинами.
add-gone = { $name } більше не можна отримати з Telegram. Надішліть ще раз.
remove-usage = Тут немає статті. Напишіть її номер або посилання після команди чи відповідайте командою /remove на статтю.
remove-confirm = Стаття зникне з усіх відповідей. Повернути її можна лише через /add або читанням саме цього файлу чи посилання.
remove-many =
    { $count ->
        [one] За цим посиланням { $count } стаття.
        [few] За цим посиланням { $count } статті; приберу всі.
       *[many] За цим посиланням { $count } статей; приберу всі.
    }
remove-yes = Прибрати
removed = Вилучено: { $title }
not-removed = Нічого не прибрано.
removed-already = Цю статтю вже вилучено.

## Люди

users-head = Хто може запитувати: { $rule }.
users-rule-everyone = усі
users-rule-admins = адміністратори й ті, кого впустили
users-rule-listed = адміністратори, перелічені в PRESSMARK_USERS і ті, кого впустили
users-admitted = Впущені
users-waiting = Чекають
users-banned = Заблоковані
users-invitations = Запрошення
users-invitation =
    { $left ->
        [one] лишилося { $left } місце
        [few] лишилося { $left } місця
       *[many] лишилося { $left } місць
    }, до { $until }
users-today =
    { $count ->
        [one] { $count } запитання сьогодні
        [few] { $count } запитання сьогодні
       *[many] { $count } запитань сьогодні
    }
users-how = /users let КОД або ID · /users ban ID · /users unban ID · /users out ID · /invite
users-let = { $name } ({ $id }) тепер може запитувати.
users-unknown = З таким кодом чи номером ніхто не чекає. Коди діють годину; номер із цифр діє завжди.
users-is-banned = { $name } ({ $id }) заблоковано: на його повідомлення відповідей немає.
users-is-free = { $name } ({ $id }) більше не заблоковано.
users-is-out = { $name } ({ $id }) більше не впущено.
users-not-admin = Адміністраторів не можна заблокувати чи виключити: вони записані в PRESSMARK_ADMINS.
users-admitted-you = Вас впустили. Напишіть запитання.
button-let-in = Впустити
button-ban = Заблокувати
invite-made =
    { $uses ->
        [one] Посилання впустить { $uses } людину, до { $until }:
        [few] Посилання впустить { $uses } людини, до { $until }:
       *[many] Посилання впустить { $uses } людей, до { $until }:
    }
invite-usage = Напишіть /invite або /invite ЛЮДЕЙ ДНІВ числами: /invite 5 7. Щонайбільше { $people } людей і { $days } днів.

## Цифри

stats-none = За останні { $days } днів ніхто нічого не запитав.
stats-head =
    За останні { $days } днів: { $questions ->
        [one] { $questions } запитання
        [few] { $questions } запитання
       *[many] { $questions } запитань
    }, без відповіді { $refused } ({ $share } %).
stats-times = Половина відповідей швидша за { $median } с, 95 % швидші за { $late } с.
stats-slowest = Найдовше: { $seconds } с, «{ $question }»
stats-thumbs = 👍 { $up } · 👎 { $down } · ⚑ { $flags }
stats-cited = Найчастіше цитувалися:
stats-cited-line =
    { $count ->
        [one] { $count } раз
        [few] { $count } рази
       *[many] { $count } разів
    }
stats-no-picture = Для рисунка потрібне доповнення: pip install 'pressmark[stats]'
stats-axis-questions = Запитань на день
stats-answered = з відповіддю
stats-refused = без відповіді
missed-none = Запитань, на які в архіві немає відповіді, немає.
missed-head = На що в архіві немає відповіді, спершу нове:
missed-times =
    { $count ->
        [one] запитано { $count } раз
        [few] запитано { $count } рази
       *[many] запитано { $count } разів
    }
feedback-none = Відповідей ще ніхто не оцінив.
feedback-file =
    { $count ->
        [one] { $count } запитання з оцінкою
        [few] { $count } запитання з оцінкою
       *[many] { $count } запитань з оцінкою
    } – для `pressmark eval ФАЙЛ`.

## Історії

timeline-usage = Яка історія? Напишіть її після команди: /timeline пожежа в порту
timeline-head = 🕒 Хронологія
timeline-button = 🕒 Хронологія
latest-head = 🗞 Що нового
digest-head = 🗞 Огляд
quotes-usage = Чиї слова? Напишіть ім'я після команди: /quotes Карін Гольт про бюджет
quotes-head = 💬 Слова
coverage-button = 📊 Статті за часом
coverage-others = інші
coverage-title = Статті за виданнями

## Меню

menu-ask = Запитати архів
menu-search = Знайти статті й уривки
menu-latest = Що нового від минулого разу
menu-digest = Те саме, по рядку на історію
menu-timeline = Історія крок за кроком
menu-quotes = Чиїсь слова дослівно
menu-article = Прочитати статтю
menu-sources = Видання архіву
menu-new = Забути розмову
menu-cite = Уривок, на який посилається цитата
menu-language = Якою мовою я говорю
menu-help = Що я вмію
menu-reindex = Перечитати архів
menu-status = Що проіндексовано і що виконується
menu-cancel = Зупинити читання
menu-add = Прочитати файл або посилання до архіву
menu-remove = Прибрати статтю з усіх відповідей
menu-users = Хто може запитувати
menu-invite = Посилання, за яким можна увійти
menu-stats = Запитання, відмови, час
menu-missed = На що в архіві немає відповіді
menu-feedback = Оцінки відповідей файлом

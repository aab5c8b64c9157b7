### Что люди читают об ответах, по-русски. Те же сообщения и переменные, что и в других файлах.

language-name = Русский
language-choose = На каком языке мне говорить? Цитаты остаются такими, как напечатаны.
language-set = Теперь я говорю по-русски.

## Часы

timezone-now = Часы здесь показывают { $time } ({ $zone }); от них считается «вчера». Другое место: /timezone Europe/Kyiv
timezone-set = Теперь часы здесь показывают { $time } ({ $zone }).
timezone-unknown = Я не знаю часового пояса { $name }. Напишите город или название, например /timezone Europe/Kyiv; /timezone auto возвращает прежний.

## Ответы

refused = В архиве об этом не сказано.
nearest = Ближайшие статьи:
also-in = Также в { $outlets }.
and-more =
    { $count ->
        [one] и ещё { $count }
        [few] и ещё { $count }
       *[many] и ещё { $count }
    }
withdrawn = Эта статья изъята из архива. Её текст больше не показывается.
superseded = В архиве есть более новая версия этой статьи. Здесь та, что цитировалась.
search-nothing = В архиве об этом ничего нет. Попробуйте другие слова.
forgotten = Разговор забыт. Следующий вопрос стоит сам по себе.
thanked = Пожалуйста. Спрашивайте обо всём, что может знать архив.
timeline-usage = Какая история? Напишите её после команды: /timeline пожар в порту
quotes-usage = Чьи слова? Напишите имя после команды: /quotes Карин Хольт о бюджете
frame-searching = Ищу …
frame-reading =
    { $count ->
        [one] Читаю { $count } статью …
        [few] Читаю { $count } статьи …
       *[many] Читаю { $count } статей …
    }
frame-writing = Пишу …

## Страница ответа

page-sources = Источники
page-promise = Цитаты приведены дословно и выделены там, где они стоят в статьях.
page-model = Предложения написала модель { $model }; они сверены с тем, что цитируют.
page-asked = Вопрос задан { $day }.
page-withdrawn = Здесь было предложение, статья которого отозвана из архива.
page-missing = Такого ответа нет, или он больше не хранится.

## Слова и перечни

quoted = «{ $text }»
list-and = { $head } и { $last }
list-or = { $head } или { $last }
period-since = с { $after }
period-until = по { $before }

## Примечания к ответу

note-range = В архиве ничего нет{ $where }{ $when }; вместо этого показано ближайшее.
note-from = { " " }от { $outlets }
note-day = { " " }за { $day }
note-between = { " " }с { $after } по { $before }
note-since = { " " }с { $after }
note-until = { " " }по { $before }
note-language =
    Архив в основном на { $archive ->
        [en] английском
        [ru] русском
        [uk] украинском
       *[other] другом языке
    }, а вопрос – нет: там искались только имена и числа. { $archive ->
        [en] Спросите по-английски, чтобы найти больше.
        [ru] Спросите по-русски, чтобы найти больше.
        [uk] Спросите по-украински, чтобы найти больше.
       *[other] Спросите на нём, чтобы найти больше.
    }
note-instead = { $why }; { $then }.
note-stopped = Остановлено; это проверенное из того, что модель успела написать.
note-broke-off = Модель оборвалась; то, что она успела написать, проверено, и больше ничего нет.
note-no-answer = Модель не ответила
note-not-finished = Модель не закончила
note-unchecked = Написанное моделью не удалось проверить
note-found-none = Модель не нашла ответа, хотя в архиве он, похоже, есть
note-spent = Средства на модель на сегодня исчерпаны
note-stopped-early = Остановлено прежде, чем модель написала то, что можно проверить
note-left-out = { $n ->
        [one] Пропущено { $n } предложение модели: приведённые слова его не подтверждают.
        [few] Пропущено { $n } предложения модели: приведённые слова их не подтверждают.
       *[many] Пропущено { $n } предложений модели: приведённые слова их не подтверждают.
    }
note-lead-fell = Первое предложение модели не удалось проверить
note-side-fell = Одну сторону сравнения модели не удалось проверить
note-replaced = Предложение самого архива вместо неподтверждённого предложения модели.
note-computed = Число { $figure } вычислено из приведённых чисел; ни в одной статье его нет.
note-computed-order = Порядок событий («{ $said }») вычислен по датам { $one } и { $other }; в статьях он так не назван.
note-original = В оригинале: { $quote }
note-not-compared = Модель ответила не на языке статей: числа и даты сверены, смысл – нет.
note-looked-again = Дополнительно искалось: { $words }.
note-gap = Модель добавляет: { $said }
note-own = это предложения самого архива
note-none = предложения самого архива на это тоже не отвечают
note-respelt = Имя { $name } искалось как { $spelling }.
note-not-spelt = Ни в одной статье архива не упомянуто в таком написании: { $named }.
note-no-outlet = В архиве нет издания { $named }.
note-not-named = Ни в одной статье архива не упомянуто: { $named }.
note-no-words = Ни в одной статье архива нет { $named }.
note-nothing-from = От { $outlet } ничего нового не поступило: в архиве нет статей этого издания с датой.
note-no-words-of = Не нашлось ничего, что { $named } говорит в кавычках.
note-no-words-about = Не нашлось ничего, что { $named } говорит в кавычках на тему { $topic }.
note-meant = Возможно, имелось в виду: { $question }
note-no-figure = Ни в одной статье архива нет числа { $named }.
note-not-near = Ни в одной из ближайших статей не упомянуто: { $named }.
note-timeless = У этой статьи нет даты; она может быть о другом времени, чем вопрос.
note-reach = Самая новая статья архива – за { $day }.
note-lag = Копия архива на этой машине отстаёт на { $minutes } мин; пришедшего с тех пор в ней нет.
note-dated-address = В записи нет даты; это день из её адреса.
note-dated-dateline = В записи нет даты; это день из её выходных данных.
note-dated-clamped = Дата записи лежит в будущем; это день, когда изменён её файл.
note-wire = Версия { $number } этого сообщения агентства.
note-place = { $outlet }, { $day }
note-same-article = в той же статье
note-other-report = в другой статье ({ $where })
note-disputed = Оспаривается { $place }.
note-disputed-by = Оспаривается: { $who }, { $place }.
note-corrected = Исправлено { $place }{ $titled }.
note-titled = : { $title }
note-side = { $where }.
note-no-date = без даты
note-side-missing = Не нашлось статьи с ответом: { $sought }.
note-count =
    Из { $count ->
        [one] { $count } статьи
        [few] { $count } статей
       *[many] { $count } статей
    }{ $span }; в архиве может быть ещё.
note-undated =
    { $count ->
        [one] { $count } статья об этом не имеет даты и не показана.
        [few] { $count } статьи об этом не имеют даты и не показаны.
       *[many] { $count } статей об этом не имеют даты и не показаны.
    }
note-nothing-today = Сегодня с { $time } ничего не поступило; вот самое новое.
note-nothing-since = С { $day } ничего не поступило; вот самое новое.
note-span = , с { $first } по { $last }
note-person-before = { $pronoun }: в предыдущем предложении – { $name }.
note-person-earlier = { $pronoun }: перед этими словами назван человек – { $name }.
note-person-said = { $pronoun }: предыдущее предложение: { $sentence }
note-person-headline = { $pronoun }: в заголовке – { $name }.
note-date = { $words }: { $meant }

## Беседа в документах

export-title = Вопросы к архиву, { $day }
export-made =
    Составлено { $time }: { $count ->
        [one] { $count } ответ.
        [few] { $count } ответа.
       *[many] { $count } ответов.
    }
export-cut = До них были и другие.
export-asked = Вопрос задан { $time }.
export-understood = Вопрос понят так: { $question }
export-nothing = Сохранять пока нечего. Сначала задайте вопрос.

## Терминал

terminal-undated = без даты
terminal-note = к { $marks }:
terminal-understood = понято:
terminal-plain-way = { $said } – с { $way } это обычные слова
terminal-plain = прочитано как обычные слова:
terminal-writing = { $reading } пишу (Ctrl-C оставит то, что есть)
terminal-watched = Отныне слежу: { $words }
terminal-watch-how = «pressmark watch» расскажет, что поступило.
terminal-watch-ended = Больше не слежу: { $words }
terminal-watch-news = Новое: { $words }
terminal-watch-more =
    { $count ->
        [one] Поступила ещё { $count } статья об этом.
        [few] Поступили ещё { $count } статьи об этом.
       *[many] Поступило ещё { $count } статей об этом.
    }
terminal-watches = За чем слежу; «pressmark watch --end ID» завершает:
terminal-watches-none = Ни за чем не слежу. Начните так: pressmark watch пожар в порту
terminal-daily = ежедневно в { $hour }, { $zone }
chat-articles =
    { $count ->
        [one] Проиндексирована { $count } статья.
        [few] Проиндексированы { $count } статьи.
       *[many] Проиндексировано { $count } статей.
    }
chat-sample =
    { $count ->
        [one] Проиндексирована { $count } вымышленная статья о портовом городе – пример.
        [few] Проиндексированы { $count } вымышленные статьи о портовом городе – пример.
       *[many] Проиндексировано { $count } вымышленных статей о портовом городе – пример.
    } Свой архив называет PRESSMARK_ARCHIVE.
    Попробуйте: Сколько человек поднялись на маяк за первые выходные?
chat-exported = Записано: { $files }.
chat-export-there = { $file } уже есть. Назовите другой файл: /export ФАЙЛ
chat-export-kind = Я пишу в Markdown и Word: /export ФАЙЛ.md или /export ФАЙЛ.docx
chat-help =
    Спросите своими словами. Номер показывает отрывок, на который ссылается цитата.
    /plain задаёт последний вопрос ещё раз, не читая слов как дату или издание.
    /timeline СЛОВА – шаги одной истории, /latest [СЛОВА] – новое, /quotes ИМЯ [о СЛОВА] – что кто-то сказал. Следить за новостями: pressmark watch СЛОВА в оболочке.
    /language – на каком языке я говорю, /timezone – чьё «вчера» я имею в виду, /new забывает разговор, /export [ФАЙЛ] записывает его в Markdown и Word, /help показывает это, /quit заканчивает.
chat-languages = /language en, /language ru или /language uk; /language auto – на языке каждого вопроса.
chat-language-auto = Теперь я говорю на языке каждого вопроса.
chat-no-question = Вопроса ещё не было.
chat-nothing-read = В последнем вопросе ничего не прочитано как дата или издание.
chat-unknown = { $command }: такой команды нет; команды показывает /help.
chat-no-citation = В последнем ответе нет цитаты { $number }.

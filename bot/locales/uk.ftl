### Що люди читають про відповіді, українською. Ті самі повідомлення й змінні, що і в інших файлах.

language-name = Українська
language-choose = Якою мовою мені говорити? Цитати лишаються такими, як надруковані.
language-set = Тепер я говорю українською.

## Годинник

timezone-now = Годинник тут показує { $time } ({ $zone }); від нього рахується «вчора». Інше місце: /timezone Europe/Kyiv
timezone-set = Тепер годинник тут показує { $time } ({ $zone }).
timezone-unknown = Я не знаю часового поясу { $name }. Напишіть місто або назву, наприклад /timezone Europe/Kyiv; /timezone auto повертає попередній.

## Відповіді

refused = В архіві про це не сказано.
nearest = Найближчі статті:
also-in = Також у { $outlets }.
and-more =
    { $count ->
        [one] і ще { $count }
        [few] і ще { $count }
       *[many] і ще { $count }
    }
withdrawn = Цю статтю вилучено з архіву. Її текст більше не показується.
superseded = В архіві є новіша версія цієї статті. Тут та, що цитувалася.
search-nothing = В архіві про це нічого немає. Спробуйте інші слова.
forgotten = Розмову забуто. Наступне запитання стоїть саме по собі.
thanked = Прошу. Питайте про все, що може знати архів.
timeline-usage = Яка історія? Напишіть її після команди: /timeline пожежа в порту
quotes-usage = Чиї слова? Напишіть ім'я після команди: /quotes Карін Гольт про бюджет
frame-searching = Шукаю …
frame-reading =
    { $count ->
        [one] Читаю { $count } статтю …
        [few] Читаю { $count } статті …
       *[many] Читаю { $count } статей …
    }
frame-writing = Пишу …

## Сторінка відповіді

page-sources = Джерела
page-promise = Цитати наведено дослівно й виділено там, де вони стоять у статтях.
page-model = Речення написала модель { $model }; їх звірено з тим, що вони цитують.
page-asked = Запитано { $day }.
page-withdrawn = Тут було речення, статтю якого відкликано з архіву.
page-missing = Такої відповіді немає, або її більше не зберігають.

## Слова й переліки

quoted = «{ $text }»
list-and = { $head } і { $last }
list-or = { $head } або { $last }
period-since = з { $after }
period-until = по { $before }

## Примітки до відповіді

note-range = В архіві нічого немає{ $where }{ $when }; натомість показано найближче.
note-from = { " " }від { $outlets }
note-day = { " " }за { $day }
note-between = { " " }з { $after } по { $before }
note-since = { " " }з { $after }
note-until = { " " }по { $before }
note-language =
    Архів здебільшого { $archive ->
        [en] англійською
        [ru] російською
        [uk] українською
       *[other] іншою мовою
    }, а запитання – ні: там шукалися лише імена та числа. { $archive ->
        [en] Запитайте англійською, щоб знайти більше.
        [ru] Запитайте російською, щоб знайти більше.
        [uk] Запитайте українською, щоб знайти більше.
       *[other] Запитайте нею, щоб знайти більше.
    }
note-instead = { $why }; { $then }.
note-stopped = Зупинено; це перевірене з того, що модель устигла написати.
note-broke-off = Модель обірвалася; те, що вона встигла написати, перевірено, і більше нічого немає.
note-no-answer = Модель не відповіла
note-not-finished = Модель не закінчила
note-unchecked = Написане моделлю не вдалося перевірити
note-found-none = Модель не знайшла відповіді, хоча в архіві вона, схоже, є
note-spent = Кошти на модель на сьогодні вичерпано
note-stopped-early = Зупинено раніше, ніж модель написала те, що можна перевірити
note-left-out = { $n ->
        [one] Пропущено { $n } речення моделі: наведені слова його не підтверджують.
        [few] Пропущено { $n } речення моделі: наведені слова їх не підтверджують.
       *[many] Пропущено { $n } речень моделі: наведені слова їх не підтверджують.
    }
note-lead-fell = Перше речення моделі не вдалося перевірити
note-side-fell = Один бік порівняння моделі не вдалося перевірити
note-replaced = Речення самого архіву замість непідтвердженого речення моделі.
note-computed = Число { $figure } обчислено з наведених чисел; у жодній статті його немає.
note-computed-order = Порядок подій («{ $said }») обчислено за датами { $one } і { $other }; у статтях його так не названо.
note-original = В оригіналі: { $quote }
note-not-compared = Модель відповіла не мовою статей: числа й дати звірено, зміст – ні.
note-looked-again = Додатково шукалося: { $words }.
note-gap = Модель додає: { $said }
note-own = це речення самого архіву
note-none = речення самого архіву на це теж не відповідають
note-respelt = Ім’я { $name } шукалося як { $spelling }.
note-not-spelt = У жодній статті архіву не згадано в такому написанні: { $named }.
note-no-outlet = В архіві немає видання { $named }.
note-not-named = У жодній статті архіву не згадано: { $named }.
note-no-words = У жодній статті архіву немає { $named }.
note-nothing-from = Від { $outlet } нічого нового не надійшло: в архіві немає статей цього видання з датою.
note-no-words-of = Не знайшлося нічого, що { $named } каже в лапках.
note-no-words-about = Не знайшлося нічого, що { $named } каже в лапках на тему { $topic }.
note-meant = Можливо, малося на увазі: { $question }
note-no-figure = У жодній статті архіву немає числа { $named }.
note-not-near = У жодній із найближчих статей не згадано: { $named }.
note-timeless = У цієї статті немає дати; вона може бути про інший час, ніж питання.
note-reach = Найновіша стаття архіву – за { $day }.
note-lag = Копія архіву на цій машині відстає на { $minutes } хв; того, що надійшло відтоді, у ній немає.
note-dated-address = У записі немає дати; це день з його адреси.
note-dated-dateline = У записі немає дати; це день з його вихідних даних.
note-dated-clamped = Дата запису лежить у майбутньому; це день, коли змінено його файл.
note-wire = Версія { $number } цього повідомлення агентства.
note-place = { $outlet }, { $day }
note-same-article = у тій самій статті
note-other-report = в іншій статті ({ $where })
note-disputed = Заперечується { $place }.
note-disputed-by = Заперечується: { $who }, { $place }.
note-corrected = Виправлено { $place }{ $titled }.
note-titled = : { $title }
note-side = { $where }.
note-no-date = без дати
note-side-missing = Не знайшлося статті з відповіддю: { $sought }.
note-count =
    Із { $count ->
        [one] { $count } статті
        [few] { $count } статей
       *[many] { $count } статей
    }{ $span }; в архіві може бути ще.
note-undated =
    { $count ->
        [one] { $count } стаття про це не має дати, тож її не показано.
        [few] { $count } статті про це не мають дати, тож їх не показано.
       *[many] { $count } статей про це не мають дати, тож їх не показано.
    }
note-nothing-today = Сьогодні після { $time } нічого не надійшло; ось найновіше.
note-nothing-since = Після { $day } нічого не надійшло; ось найновіше.
note-span = , з { $first } по { $last }
note-person-before = { $pronoun }: у попередньому реченні – { $name }.
note-person-earlier = { $pronoun }: перед цими словами названо – { $name }.
note-person-said = { $pronoun }: попереднє речення: { $sentence }
note-person-headline = { $pronoun }: у заголовку – { $name }.
note-date = { $words }: { $meant }

## Бесіда в документах

export-title = Запитання до архіву, { $day }
export-made =
    Складено { $time }: { $count ->
        [one] { $count } відповідь.
        [few] { $count } відповіді.
       *[many] { $count } відповідей.
    }
export-cut = До них були й інші.
export-asked = Запитання поставлено { $time }.
export-understood = Запитання зрозуміло так: { $question }
export-nothing = Зберігати поки що нічого. Спершу поставте запитання.

## Термінал

terminal-undated = без дати
terminal-note = до { $marks }:
terminal-understood = зрозуміло:
terminal-plain-way = { $said } – з { $way } це звичайні слова
terminal-plain = прочитано як звичайні слова:
terminal-writing = { $reading } пишу (Ctrl-C залишить те, що є)
terminal-watched = Відтепер стежу: { $words }
terminal-watch-how = «pressmark watch» розповість, що надійшло.
terminal-watch-ended = Більше не стежу: { $words }
terminal-watch-news = Нове: { $words }
terminal-watch-more =
    { $count ->
        [one] Надійшла ще { $count } стаття про це.
        [few] Надійшли ще { $count } статті про це.
       *[many] Надійшло ще { $count } статей про це.
    }
terminal-watches = За чим стежу; «pressmark watch --end ID» завершує:
terminal-watches-none = Ні за чим не стежу. Почніть так: pressmark watch пожежа в порту
terminal-daily = щодня о { $hour }, { $zone }
chat-articles =
    { $count ->
        [one] Проіндексовано { $count } статтю.
        [few] Проіндексовано { $count } статті.
       *[many] Проіндексовано { $count } статей.
    }
chat-sample =
    { $count ->
        [one] Проіндексовано { $count } вигадану статтю про портове місто – приклад.
        [few] Проіндексовано { $count } вигадані статті про портове місто – приклад.
       *[many] Проіндексовано { $count } вигаданих статей про портове місто – приклад.
    } Ваш архів називає PRESSMARK_ARCHIVE.
    Спробуйте: Скільки дітей записалося до української школи?
chat-exported = Записано: { $files }.
chat-export-there = { $file } вже є. Назвіть інший файл: /export ФАЙЛ
chat-export-kind = Я пишу в Markdown і Word: /export ФАЙЛ.md або /export ФАЙЛ.docx
chat-help =
    Запитайте своїми словами. Номер показує уривок, на який посилається цитата.
    /plain ставить останнє запитання ще раз, не читаючи слів як дату чи видання.
    /timeline СЛОВА – кроки однієї історії, /latest [СЛОВА] – нове, /quotes ІМ'Я [про СЛОВА] – що хтось сказав. Стежити за новинами: pressmark watch СЛОВА в оболонці.
    /language – якою мовою я говорю, /timezone – чиє «вчора» я маю на увазі, /new забуває розмову, /export [ФАЙЛ] записує її в Markdown і Word, /help показує це, /quit закінчує.
chat-languages = /language en, /language ru або /language uk; /language auto – мовою кожного запитання.
chat-language-auto = Тепер я говорю мовою кожного запитання.
chat-no-question = Запитання ще не було.
chat-nothing-read = В останньому запитанні нічого не прочитано як дату чи видання.
chat-unknown = { $command }: такої команди немає; команди показує /help.
chat-no-citation = В останній відповіді немає цитати { $number }.

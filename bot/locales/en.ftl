### What people read of answers, in English. Same messages and variables as in the other files.

language-name = English
language-choose = In which language shall I speak? Quotations stay as they were printed.
language-set = I speak English from now on.

## Clocks

timezone-now = The clock here shows { $time } ({ $zone }); “yesterday” is counted from it. Another place: /timezone Europe/Kyiv
timezone-set = The clock here shows { $time } ({ $zone }) from now on.
timezone-unknown = I know no time zone { $name }. Write a town or a name such as /timezone Europe/Kyiv; /timezone auto takes it back.

## Answers

refused = The archive does not say.
nearest = Nearest articles:
also-in = Also in { $outlets }.
and-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
withdrawn = This article was withdrawn from the archive. Its text is not shown any more.
superseded = The archive has a newer version of this article. This is the one that was quoted.
search-nothing = Nothing in the archive is about that. Try other words.
forgotten = The conversation is forgotten. Your next question stands alone.
thanked = You are welcome. Ask me whatever the archive may know.
timeline-usage = Which story? Write it behind the command: /timeline harbour fire
quotes-usage = Whose words? Write a name behind the command: /quotes Karin Holt about the budget
frame-searching = Searching …
frame-reading =
    { $count ->
        [one] Reading { $count } article …
       *[other] Reading { $count } articles …
    }
frame-writing = Writing …

## The page of an answer

page-sources = Sources
page-promise = Quotations are verbatim; they are marked where they stand in the articles.
page-model = The sentences are by { $model }, and were checked against what they quote.
page-asked = Asked on { $day }.
page-withdrawn = A sentence stood here whose article was withdrawn from the archive.
page-missing = There is no such answer, or it is not kept any more.

## Words and lists

quoted = “{ $text }”
list-and = { $head } and { $last }
list-or = { $head } or { $last }
period-since = since { $after }
period-until = until { $before }

## Notes around an answer

note-range = Nothing in the archive{ $where }{ $when }; the nearest are shown instead.
note-from = { " " }from { $outlets }
note-day = { " " }of { $day }
note-between = { " " }between { $after } and { $before }
note-since = { " " }since { $after }
note-until = { " " }until { $before }
note-language =
    Most of the archive is in { $archive ->
        [en] English
        [ru] Russian
        [uk] Ukrainian
       *[other] another language
    }, and the question is not: there, only names and figures were looked for. { $archive ->
        [en] Ask in English to find more.
        [ru] Ask in Russian to find more.
        [uk] Ask in Ukrainian to find more.
       *[other] Ask in that language to find more.
    }
note-instead = { $why }; { $then }.
note-stopped = Stopped; this is what the model had written by then, checked.
note-broke-off = The model broke off; what it had written by then was checked and is all there is.
note-no-answer = The model did not answer
note-not-finished = The model did not finish
note-unchecked = What the model wrote could not be checked
note-found-none = The model found no answer, though the archive seems to have one
note-spent = Today's budget for the model is spent
note-stopped-early = Stopped before the model had written what can be checked
note-left-out = { $n ->
        [one] One sentence of the model's is left out: what it quotes does not carry it.
       *[other] { $n } sentences of the model's are left out: what they quote does not carry them.
    }
note-lead-fell = What the model began its answer with could not be checked
note-side-fell = One side of what the model compared could not be checked
note-replaced = The archive's own sentence, in the place of one of the model's that was not carried.
note-computed = { $figure } was computed from the figures quoted; it stands in no passage.
note-computed-order = “{ $said }” was computed from the dates { $one } and { $other }; it stands in no passage.
note-original = In the original: { $quote }
note-not-compared = The model answered in another language than the articles': figures and dates were compared, meaning was not.
note-looked-again = Looked again for { $words }.
note-gap = The model adds: { $said }
note-own = these are the archive's own sentences
note-none = the archive's own sentences do not answer it either
note-respelt = { $name } was looked for as { $spelling }.
note-not-spelt = No article of the archive names, in this spelling, { $named }.
note-no-outlet = The archive has no outlet called { $named }.
note-not-named = No article of the archive names { $named }.
note-no-words = No article of the archive has { $named }.
note-nothing-from = Nothing new came in from { $outlet }: the archive has no article of it with a date.
note-no-words-of = Nothing was found that { $named } says in quotation marks.
note-no-words-about = Nothing was found that { $named } says in quotation marks about { $topic }.
note-meant = Did you mean: { $question }
note-no-figure = No article of the archive has the figure { $named }.
note-not-near = None of the nearest articles names { $named }.
note-timeless = Its article has no date, and may be of another time than the question.
note-reach = The newest article of the archive is of { $day }.
note-lag = This machine’s copy of the archive is { $minutes } min behind; what came in since then is not in it.
note-dated-address = The record has no date; this is the day in its address.
note-dated-dateline = The record has no date; this is the day in its dateline.
note-dated-clamped = The record's own date lies in the future; this is when its file was last changed.
note-wire = Wire version { $number } of this story.
note-place = { $outlet }, { $day }
note-same-article = in the same article
note-other-report = in another report ({ $where })
note-disputed = Disputed { $place }.
note-disputed-by = Disputed by { $who }, { $place }.
note-corrected = Corrected { $place }{ $titled }.
note-titled = : { $title }
note-side = { $where }.
note-no-date = no date
note-side-missing = No article that answers was found for { $sought }.
note-count =
    From { $count ->
        [one] one article
       *[other] { $count } articles
    }{ $span }; the archive may have more.
note-undated =
    { $count ->
        [one] One article about it has no date and is left out.
       *[other] { $count } articles about it have no date and are left out.
    }
note-nothing-today = Nothing came in since { $time } today; these are the newest.
note-nothing-since = Nothing came in since { $day }; these are the newest.
note-span = , of { $first } to { $last }
note-person-before = { $pronoun }: the sentence before names { $name }.
note-person-earlier = { $pronoun }: the name before these words is { $name }.
note-person-said = { $pronoun }: the sentence before says: { $sentence }
note-person-headline = { $pronoun }: the headline names { $name }.
note-date = { $words }: { $meant }

## Documents of a conversation

export-title = Questions to the archive, { $day }
export-made =
    Made { $time }: { $count ->
        [one] one answer.
       *[other] { $count } answers.
    }
export-cut = There were more before them.
export-asked = Asked { $time }.
export-understood = Understood as: { $question }
export-nothing = There is nothing to export yet. Ask a question first.

## The terminal

terminal-undated = undated
terminal-note = note on { $marks }:
terminal-understood = understood:
terminal-plain-way = { $said } ({ $way } reads it as plain words)
terminal-plain = read as plain words:
terminal-writing = { $reading } writing (Ctrl-C keeps what is there)
terminal-watched = Watched from now on: { $words }
terminal-watch-how = “pressmark watch” tells what came of it.
terminal-watch-ended = Watched no more: { $words }
terminal-watch-news = New on: { $words }
terminal-watch-more =
    { $count ->
        [one] One more article about it came in.
       *[other] { $count } more articles about it came in.
    }
terminal-watches = Watched; “pressmark watch --end ID” ends one:
terminal-watches-none = Nothing is watched. Begin with: pressmark watch harbour fire
terminal-daily = daily at { $hour }, { $zone }
chat-articles =
    { $count ->
        [one] { $count } article indexed.
       *[other] { $count } articles indexed.
    }
chat-sample =
    { $count ->
        [one] { $count } invented article about a harbour town is indexed, the sample.
       *[other] { $count } invented articles about a harbour town are indexed, the sample.
    } PRESSMARK_ARCHIVE names your own.
    Try: Did striking dockers hold up an ambulance? What did a kilo of cod cost at the Skelhaven auction?
chat-exported = Written: { $files }.
chat-export-there = { $file } is there already. Name another file: /export FILE
chat-export-kind = I write Markdown and Word: /export FILE.md or /export FILE.docx
chat-help =
    Ask a question in your own words. A number shows the passage behind that citation.
    /plain asks the last question again with no words read as a date or an outlet.
    /timeline WORDS tells the steps of a story, /latest [WORDS] what is new, /quotes PERSON [about WORDS] what somebody said. To be told of news, write “pressmark watch WORDS” in the shell.
    /language says in which language I speak, /timezone whose “yesterday” I mean, /new forgets the conversation, /export [FILE] writes it down as Markdown and Word, /help shows this, /quit ends.
chat-languages = /language en, /language ru or /language uk; /language auto: that of each question.
chat-language-auto = From now on I speak the language of each question.
chat-no-question = There is no question yet.
chat-nothing-read = Nothing in the last question was read as a date or an outlet.
chat-unknown = { $command }: there is no such command; /help shows them.
chat-no-citation = The last answer has no citation { $number }.

### What people read in Telegram, in English. Same messages and variables as in the other files.

## Greetings and help

welcome =
    I answer questions from a news archive and show the passage behind every sentence. Write your question, for example what happened, when, or how much.
help =
    Write a question, and tap a number under the answer to read the passage it stands on. A button with ✕ is a date or an outlet that I read in your question: tap it, and I look without it. Reply to a part of a message that you quote, and I answer about that part. Forward me a piece of news, and I look for it in the archive.

    /ask QUESTION – ask
    /search WORDS – articles and passages, without an answer
    /latest [WORDS] – what is new since you last looked; /digest tells it in short
    /timeline WORDS – the steps of a story, oldest first
    /quotes PERSON about WORDS – what somebody said, verbatim
    /watch WORDS – be told when articles about it come in, or daily: /watch WORDS daily 9; /watches shows and ends that
    /article ID – an article to read
    /cite ID – the passage behind a citation
    /sources – the outlets of the archive
    /export – our conversation as Markdown and Word
    /new – forget what we talked about
    /language – in which language I speak
    /timezone – whose “yesterday” I mean
    /privacy – what I store of you, /forget deletes it
    /help – this text

    In any chat, write @{ $username } and some words to send a passage from the archive; ↗ under an answer sends that answer.
help-groups-seen =
    In groups, mention me, reply to me or use /ask; I answer nothing else.
help-groups-private =
    In groups, use /ask@{ $username } or reply to one of my messages. Telegram shows me nothing else there (privacy mode); whoever owns me can change that with @BotFather, /setprivacy, or make me an administrator of the group, and then a mention is enough.
admin-help =
    For admins:
    /reindex – read the archive again; /reindex full builds the index anew
    /add – as the caption of a file, in reply to one, or with a link: read it into the archive
    /remove ID or link – take an article out of every answer
    /status – what is indexed and running
    /cancel – stop the run
    /users – who may ask, who waits, who is banned
    /invite [PEOPLE] [DAYS] – a link that lets people in
    /stats – questions, refusals, times, thumbs
    /missed – questions that the archive could not answer
    /feedback – thumbs and flags as a file for `pressmark eval`
unknown-command = I do not know this command. /help shows those that I know.
only-text = I can read text only. Please write your question in words.
only-admins = Only admins may do this. You can still ask: write a question.
failed = That did not work. Try again, or tell whoever runs this bot: reference { $reference }.

## Languages

language-telegram = As in Telegram

## Who may ask

stranger = You may not ask here. Your Telegram id is { $id }; whoever runs this bot can let you in with it.
stranger-code = You may not ask here. Your Telegram id is { $id }; whoever runs this bot can let you in with it, or with this code within an hour: { $code }
stranger-alone =
    You may not ask here. Your Telegram id is { $id }. If this is your bot, add this line to .env and start it again:
    PRESSMARK_ADMINS={ $id }
stranger-toast = You may not open this. Your Telegram id is { $id }; whoever runs this bot can help.
stranger-inline = You may not search here
invited = You are let in. Write your question.
invitation-over = This invitation is used up or too old. Ask whoever gave it to you for another.
budget-person =
    { $most ->
        [one] You have asked your one question of today.
       *[other] You have asked your { $most } questions of today.
    } Tomorrow (UTC) there are new ones; /search goes on working.
budget-group =
    { $most ->
        [one] This group has asked its one question of today.
       *[other] This group has asked its { $most } questions of today.
    } Tomorrow (UTC) there are new ones; /search goes on working.

## Groups and privacy

group-greeting = Good day. I answer questions from a news archive and show the passage behind every sentence.
group-closed = Not everybody here may ask yet. Whoever runs me can let the whole group in by its id, { $id }, in PRESSMARK_USERS.
group-choices = Whoever leads the group chooses the language here with /language and the clock with /timezone. /privacy says what I store.
only-leaders = Only those who lead this group choose that. For yourself alone, choose in a private chat with me.
privacy = I store your Telegram id, name and username; the language and the time zone that you chose; your questions with their answers; your searches; what you watch, and which articles you were told of; what you think of answers (👍 👎 ⚑); how many questions you asked today; when you last looked at what is new; and of a group its language and time zone. A message is forgotten as soon as it is dealt with. Whoever runs this bot can read what is stored.
privacy-model = A language model ({ $model }) is sent each question, what was asked before it, and passages of the archive, but not who asks.
privacy-retention =
    { $count ->
        [one] What you asked, with the answer, and your searches and thumbs are deleted by themselves after a day.
       *[other] What you asked, with the answer, and your searches and thumbs are deleted by themselves after { $count } days.
    }
privacy-forget = /forget deletes what is stored of you. Whether you may ask stays, with your id alone.
forget-ask = This deletes your questions and their answers, your searches, what you watch, your thumbs and flags, your language and time zone. What stands in our chats stays there; numbers under old answers open nothing any more. It cannot be undone.
forget-yes = Delete
forget-kept = Nothing was deleted.
forget-done = All that was stored of you is deleted. Whether you may ask stays.
forget-not-yours = Somebody else was asked that. Write /forget yourself.

## Asking

ask-usage = There is no question in that. Write it behind the command: /ask What happened?
first-reading = The archive is being read for the first time. Ask again in a moment.
nothing-indexed = Nothing is indexed yet. Whoever runs this bot can see why with /status.
not-copied = The archive is being copied to this machine. Ask again in a moment.
answer-gone = This answer is no longer available. Ask the question again.
undo = ↺ Undo
share-button = ↗ Share
share-gone = There is no such answer to share
also-read = Also: { $title }
asking-again = One moment: I look again.
asked-again = This answer was replaced already. Use the buttons of the newest.
stop = ⏹ Stop
stopping = I stop and keep what is checked.
stopped-already = This answer is finished already.

## Feedback

thanks = Thank you, that is noted.
thanks-changed = Changed, thank you.
unsupported = ⚑ Does not support it
unsupported-noted = Thank you: noted that this passage does not support the sentence.

## Cards

cite-usage = There is no citation id in that. Write it behind the command: /cite ID
no-citation = There is no citation with this id. `pressmark ask --json` shows the ids of an answer.
open-article = 🔗 Open article
copy-quote = 📋 Copy quote
more-context = ⬍ More context
less-context = ⬍ Less
read-article = 📄 Read here

## Searching and reading

search-usage = There is nothing to look for in that. Write it behind the command: /search harbour fire
search-head = 🔎 { $query }
search-understood = Understood: { $meaning }.
search-gone = This search is no longer available. Search again.
forwarded-head = What the archive has on this:
article-usage = There is no article in that. Write its id or link behind the command: /article ID
no-link = The archive has no article at this link. /search shows what there is.
no-article = There is no article with this id or link. /search shows what there is.
sources-head =
    { $outlets ->
        [one] One outlet
       *[other] { $outlets } outlets
    }, { $articles ->
        [one] one article
       *[other] { $articles } articles
    }:
sources-nameless = without a name
sources-line =
    { $count ->
        [one] one article
       *[other] { $count } articles
    }
undated = undated

## Runs

reindex-usage = I know /reindex and /reindex full. Nothing was started.
confirm-full = A full run builds the whole index anew beside the one in use and then switches to it. This takes longer than /reindex; questions are answered meanwhile.
start-full = Build anew
not-now = Not now
not-started = Nothing was started.
cancel = Cancel
cancelling = The run stops at the next batch. What it has done is kept.
nothing-runs = No run is going on. /reindex starts one.
already-running = A run is going on already; this is how it stands.
phase-waiting = Waiting to begin
phase-fetching = Fetching
phase-reading = Reading articles
phase-counting = Counting repeated lines
phase-splitting = Cutting passages
phase-comparing = Comparing copies
phase-indexing = Indexing passages
phase-away = Waiting for the Chroma server
phase-other = At work
bar-of = { $done } of { $total }
pace-urls = { $speed } URLs/s
pace-articles = { $speed } articles/s
pace-passages = { $speed } passages/s
pace-steps = { $speed } steps/s
left-moment = a few seconds left
left-seconds = about { $count } s left
left-minutes = about { $count } min left
left-hours = about { $count } h left
job-head = The archive is up to date
job-head-added = Added to the archive
job-head-failed = Not all of the archive was readable
job-done =
    { $head }: { $read ->
        [one] one article read
       *[other] { $read } articles read
    }{ $counts }, { $passages ->
        [one] one passage
       *[other] { $passages } passages
    }, { $seconds } s.
count-added = { $count } added
count-updated = { $count } updated
count-unchanged = { $count } unchanged
count-duplicate = { $count } duplicate
count-removed = { $count } removed
count-rejected = { $count } rejected
job-more =
    { $count ->
        [one] … and one more.
       *[other] … and { $count } more.
    }
job-failed = The run failed: { $error }
job-see-log = see the log.
job-ended = The run has ended.
job-cancelled = The run was cancelled. What it had done is kept, and answers go on.
rejected-file = ⬇ All { $count } as a file
status-summary =
    { $articles ->
        [one] One article
       *[other] { $articles } articles
    }, { $indexed }, { $reads }.
status-not-indexed = not indexed yet
status-indexed-today = indexed today at { $time }
status-indexed-yesterday = indexed yesterday at { $time }
status-indexed-on = indexed on { $day } at { $time }
status-reads-bundled = reads with the bundled model
status-reads-multilingual = reads with the bundled and the multilingual model
status-writes = writes with { $model }
status-running = A run is going on: { $done } of { $total }.
status-waits = A run is about to go on.
status-silent-embedder = ⚠ The embedding model does not answer; until it does, words alone find.
status-silent-model = ⚠ The language model does not answer; until it does, the archive’s own sentences answer.
status-silent-reranker = ⚠ The reranker does not answer; until it does, the usual order holds.
status-damaged = The index is damaged; it is being built anew.
status-replica-late = ⚠ The copy of the index on this machine is { $minutes } min behind; answers say so.
status-replica-copied = The index is being copied to this machine: { $done } of { $total }.
status-details = Details
status-generation = Generation { $generation }.
status-engine-embedder = Embeds: { $name } ({ $detail }).
status-engine-reader = Reads: { $name } ({ $detail }).
status-engine-model = Writes: { $name } ({ $detail }).
status-engine-reranker = Reranks: { $name } ({ $detail }).
status-more = All of it: `pressmark status --json`.
status-counts =
    { $articles ->
        [one] One article
       *[other] { $articles } articles
    }, { $passages ->
        [one] one passage
       *[other] { $passages } passages
    }.
status-undated =
    { $count ->
        [one] One article has no date.
       *[other] { $count } articles have no date.
    }
status-waiting =
    { $count ->
        [one] One article was read and cannot be asked yet.
       *[other] { $count } articles were read and cannot be asked yet.
    }
status-indexed = Indexed { $at } with { $embedder }.
status-job = Run { $id } ({ $kind }): { $state }, { $done } of { $total }.
status-healthy = Nothing is wrong.
status-unhealthy = The last run failed; see the log.
notice-failed = ⚠ A run that began by itself failed: { $error }
notice-unread =
    { $count ->
        [one] ⚠ A run that began by itself could not read one location:
       *[other] ⚠ A run that began by itself could not read { $count } locations:
    }
notice-stale = ⚠ The archive was last read { $at }, though it is to be read every { $every }. /status shows what is running.

## Adding and removing

add-usage = There is nothing to add in that. Send a file with the caption /add, reply to a file, a link or a text with /add, or write a link behind it. I read JSON, JSON Lines, ninjs, NITF, NewsML-G2, RSS, Atom, HTML, WARC, WordPress exports, CSV, PDF, DOCX, ODT, RTF, EPUB, mail, Telegram exports, LexisNexis downloads, text and Markdown, also in .gz, .zip and .tar.
add-too-large = { $name } has { $size } MB; Telegram lets bots fetch at most { $most } MB. Put it beside the program and run `pressmark index`, or send it in parts.
add-unreadable = { $name } is with the Bot API server, but I cannot read it there. Let the server and me see its folder under the same path, and let me read in it; my log names the file.
add-gone = { $name } cannot be fetched from Telegram any more. Send it again.
remove-usage = There is no article in that. Write its id or link behind the command, or reply to an article with /remove.
remove-confirm = This takes the article out of every answer. It comes back only by /add, or by an index run that names exactly that file or link.
remove-many =
    { $count ->
        [one] One article has this link.
       *[other] { $count } articles have this link; all of them go.
    }
remove-yes = Remove
removed = Withdrawn: { $title }
not-removed = Nothing was removed.
removed-already = This article is withdrawn already.

## People

users-head = Who may ask: { $rule }.
users-rule-everyone = everyone
users-rule-admins = admins, and whoever was let in
users-rule-listed = admins, those in PRESSMARK_USERS, and whoever was let in
users-admitted = Let in
users-waiting = Waiting
users-banned = Banned
users-invitations = Invitations
users-invitation =
    { $left ->
        [one] one place left
       *[other] { $left } places left
    }, until { $until }
users-today =
    { $count ->
        [one] one question today
       *[other] { $count } questions today
    }
users-how = /users let, ban, unban or out, with CODE, ID or @NAME, or in reply to a message · /invite
users-let = { $name } ({ $id }) may ask from now on.
users-unknown = Nobody waits with this code or id. Codes are valid for an hour; an id of digits always works, @NAME for whoever wrote to me before; or reply to a message.
users-is-banned = { $name } ({ $id }) is banned: nothing they send is answered.
users-is-free = { $name } ({ $id }) is not banned any more.
users-is-out = { $name } ({ $id }) is no longer let in.
users-not-admin = Admins cannot be banned or put out; they stand in PRESSMARK_ADMINS.
users-admitted-you = You are let in. Write your question.
button-let-in = Let in
button-ban = Ban
invite-made =
    { $uses ->
        [one] This link lets one person in, until { $until }:
       *[other] This link lets { $uses } people in, until { $until }:
    }
invite-usage = Write /invite, or /invite PEOPLE DAYS with numbers: /invite 5 7. At most { $people } people and { $days } days.

## Figures

stats-none = Nobody has asked anything in the last { $days } days.
stats-head =
    The last { $days } days: { $questions ->
        [one] one question
       *[other] { $questions } questions
    }, { $refused } refused ({ $share } %).
stats-times = Half were answered within { $median } s, 95 % within { $late } s.
stats-slowest = Slowest: { $seconds } s, “{ $question }”
stats-thumbs = 👍 { $up } · 👎 { $down } · ⚑ { $flags }
stats-cited = Most cited:
stats-cited-line =
    { $count ->
        [one] once
       *[other] { $count } times
    }
stats-no-picture = For a picture, install the extra: pip install 'pressmark[stats]'
stats-axis-questions = Questions a day
stats-answered = answered
stats-refused = refused
missed-none = There is no question that the archive could not answer.
missed-head = What the archive could not answer, newest first:
missed-times =
    { $count ->
        [one] asked once
       *[other] asked { $count } times
    }
feedback-none = Nobody has judged an answer yet.
feedback-file =
    { $count ->
        [one] One question
       *[other] { $count } questions
    } that people judged, for `pressmark eval FILE`.

## Stories

timeline-head = 🕒 Timeline
timeline-button = 🕒 Timeline
page-button = 🔗 Open as a page
latest-head = 🗞 What is new
digest-head = 🗞 Digest
quotes-head = 💬 Quotes
coverage-button = 📊 Coverage over time
coverage-others = others
coverage-title = Articles by outlet

## Watches

watch-usage = What shall I tell you of? Write it behind the command: /watch harbour fire – or, for a digest once a day, /watch harbour fire daily 9
watch-no-topic = There is no topic in that. Name what is to be watched: /watch harbour fire
watch-too-long = That is too long to be watched: { $most } characters at most. A few words do it: /watch harbour fire
watch-most = { $most } things are watched already, as many as may be. End one first: /watches
watch-made = 👁 Watched from now on: { $words }
watch-known = 👁 Watched already: { $words }
watch-at-once = You are told as soon as an article about it comes in.
watch-daily = You are told once a day at { $hour } ({ $zone }), if anything came in.
watch-to-daily = 🕘 Daily at { $hour }
watch-to-once = ⚡ At once
watch-end = ✕ End
watch-end-one = ✕ { $words }
watch-end-this = ✕ End this watch
watch-ended = Watched no more: { $words }
watch-gone = This is not watched any more. /watches shows what is.
watch-not-yours = Only whoever began this watch ends or changes it, or who leads the group.
watch-button = 👁 Watch this
watch-head = 👁 New on: { $words }
watch-more =
    { $count ->
        [one] One more article about it came in; /latest shows what is new.
       *[other] { $count } more articles about it came in; /latest shows what is new.
    }
watch-ask = 💬 Ask about this: { $title }
watches-head =
    { $count ->
        [one] One thing is watched here
       *[other] { $count } things are watched here
    }

## Menus

menu-ask = Ask the archive
menu-search = Look for articles and passages
menu-latest = What is new since you last looked
menu-digest = The same, a line a story
menu-timeline = The steps of a story
menu-quotes = What somebody said, verbatim
menu-watch = Be told of what comes in
menu-watches = What is watched, and how to end it
menu-article = Read an article
menu-sources = The outlets of the archive
menu-export = Our conversation as documents
menu-new = Forget the conversation
menu-cite = The passage behind a citation
menu-language = In which language I speak
menu-timezone = Whose “yesterday” I mean
menu-privacy = What I store of you
menu-forget = Delete what I store of me
menu-help = What I can do
menu-reindex = Read the archive again
menu-status = What is indexed and running
menu-cancel = Stop the run
menu-add = Read a file or a link into the archive
menu-remove = Take an article out of every answer
menu-users = Who may ask
menu-invite = A link that lets people in
menu-stats = Questions, refusals, times
menu-missed = What the archive could not answer
menu-feedback = Judged answers as a file

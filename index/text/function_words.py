"""The words of questions that say nothing of their topic."""

from __future__ import annotations

from index.text.tokens import STOP_WORDS

FRAME = frozenset(
    """
    according article articles report reports reported reporting reports' article's articles'
    story stories piece pieces post posts coverage review reviews news published publish
    publishes covered noted mentioned discussed discusses discussing highlighted featured
    described stated cited claimed claims claim suggest suggests suggested suggesting indicate
    indicates indicated indicating mention mentions mentioning state states discuss describe
    describes describing imply implies implied portray portrays portrayed portrayal present
    presents presented detail details detailing recently previously frequently subsequent
    subsequently earlier later separate respectively information based considering outlet
    outlets source sources newspaper magazine website also another one article’s статья статьи
    статье статью материал материале материала сообщает сообщил сообщило сообщила сообщают пишет
    писал писала писало данным сообщению информации согласно издание издания издании
    опубликованной опубликованная опубликовано опубликовал опубликовала газета газеты стаття
    статті статтю статтею матеріал матеріалі матеріалу повідомляє повідомив повідомила
    повідомило повідомляють пише писав даними повідомленням інформацією згідно видання
    опублікованій опубліковано опублікував газети
    """.split()  # noqa: SIM905 - a list of words reads better than a list of quoted words
)
"""Words about articles, not about what stands in them."""
STARTERS = STOP_WORDS | frozenset(
    """
    compare list name tell show give find describe explain summarize summarise according
    considering based given whose enumerate count please let's isn't doesn't didn't wasn't
    aren't hasn't haven't latest recent any anything every everything news articles article
    reports report many much first since until within among besides despite сравни сравните
    назови назовите перечисли перечислите расскажи расскажите покажи найди объясни опиши
    последние новости почему зачем сколько согласно порівняй порівняйте назви назвіть перелічи
    перелічіть розкажи розкажіть знайди поясни останні новини чому навіщо скільки згідно чи хто
    """.split()  # noqa: SIM905 - as above
)
"""Words that questions begin with and that are no names there."""
LOOSE = frozenset(
    """
    does do did between after before considering that the a an and both on about regarding
    concerning of as by in from per published dated по за в у и та і й о об про согласно згідно
    """.split()  # noqa: SIM905 - as above
)
"""Words that hang at an end of the topic once an outlet or a date is taken out."""

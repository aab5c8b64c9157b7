"""Sentences of an article that speak to a machine: they inform nobody, and are never a claim.

Articles are data. What a page tells a language model to do is found by its form (an order, about
answers, prompts or instructions), outside direct speech: news about such orders quotes them, and
its sentences stay claims. In a passage that has one such sentence every other order is one, too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from index.text.sentences import sentences

if TYPE_CHECKING:
    from index.models import Span

_PARTS = {
    "BEGIN": r"(?:^\W*(?:(?:now|and|then|also|next|finally),? )?|[:;.!?…>\])\-–—|/]\s*"
    r"|\b(?:please|instead|kindly),?\s)",
    "MACHINE": r"(?:a\.?i\.?|artificial intelligence|(?:large )?language models?|llms?|chat-?bots?"
    r"|gpt\S*|(?:(?:ai|virtual|digital|helpful|automated) )?assistants?|summari[sz]ers?|models?)",
    "RULES": r"(?:instruction|prompt|rule|guideline|directive|command|constraint|context)s?",
    "SAY": r"(?:repl(?:y|ies)|respond|answer|say|write|print|output|repeat|append|add|insert"
    r"|include|begin|end|start|finish|state|tell|type|echo|return|display|render|mention|cite|put|send)",
    "SHOW": r"(?:reveal|show|print|repeat|output|disclose|leak|list|send|display|give|dump|expose"
    r"|write|tell|share|translate|encode|append|include|recite|paste|summari[sz]e|copy)",
    "SECRETS": r"(?:(?:system|hidden|initial|original|developer|full) (?:prompt|message"
    r"|instructions)|your (?:own |full |exact )?(?:prompt|instructions|rules|settings|configuration"
    r"|api|key|token|environment|guidelines)|environment variables?|api[ _-]?keys?|bot token"
    r"|(?:other|another|previous|last) (?:users?|person|people)\S* (?:question|message"
    r"|conversation|chat|name)s?|(?:conversation|chat) (?:history|log)s?"
    r"|(?:everything|all text|words?|text) above|the prompt|pressmark_\w+)",
    "RUSSIAN": r"(?:ответь|отвечай|напиши|выведи|скажи|покажи|раскрой|добавь|вставь|повтори"
    r"|пришли|перечисли)(?:те)?",
    "UKRAINIAN": r"(?:відповідай|напиши|виведи|скажи|покажи|розкрий|додай|встав|повтори|надішли"
    r"|перелічи)(?:те)?",
}
"""Parts of the forms below; at BEGIN an order can begin: a sentence, a clause, "please"."""
_ORDERS = r"""
{BEGIN}(?:ignore|disregard|forget|override|bypass|discard|overwrite|drop)\b[^.!?]{0,30}
  \b(?:previous|prior|above|earlier|preceding|all|any|your|these|system|every|former|other)\b
  [^.!?]{0,30}\b{RULES}\b
{BEGIN}{SAY}\b[^.!?]{0,100}\b(?:your (?:\w+ )?(?:answer|reply|response|output|message|summary
  |citation|refusal)s?|the user|(?:every|each|any|all) (?:answer|reply|response|question)s?)\b
{BEGIN}(?:ignore|disregard|forget)\b[^.!?]{0,90}\band {SAY}\b[^.!?]{0,90}
  \byour (?:\w+ )?(?:answer|reply|response|output|summary)\b
{BEGIN}(?:reply|respond|answer|say|output|print|write)\s(?:only|just|nothing but|exactly|with the)\b
{BEGIN}{SHOW}\b[^.!?]{0,60}\b{SECRETS}
\b(?:note|attention|message|notice|instructions?|warning|memo|order)s? (?:to|for)
  (?: all| any| the| every| an)? {MACHINE}\b
\b{MACHINE} (?:\w+ ){0,3}(?:reading|processing|summari[sz]ing|parsing|reads?|indexing) this\b
\bif you(?: are|'re|’re) an? {MACHINE}\b
^\W*(?:dear |hey |hello |attention,? )?{MACHINE}\s?(?:[:!]\s|,\s(?:please )?(?:{SAY}|{SHOW}
  |ignore|disregard|forget|do not|don['’]t|you)\s)
\byou(?: are|'re|’re) (?:now |no longer |henceforth |actually )?(?:an? |in |my )?(?:\w+ ){0,3}
  (?:{MACHINE}|dan|developer mode|jailbroken|unrestricted)\b
{BEGIN}(?:act|behave|pretend|role-?play|impersonate|speak|respond|answer) (?:as|to be|like)
  \s(?:if you|you|an?|my|the|another|system|root|admin)\b
\bfrom now on,? (?:you|{SAY}|act)\b
\byou (?:must|should|shall|will|are to|have to) (?:now |only |always |never |also )?
  (?:output|print|append|obey|cite|comply with|follow (?:these|the following|this|my))\b
^\W*(?:new|updated|real|actual|additional|secret|urgent|admin(?:istrator)?) (?:system )?
  (?:instructions?|rules?|task|directives?|orders?|prompt)\s*:
\bthe (?:only |correct |right )?answer to (?:every|any|all|each|this) questions? (?:is|must)\b
{BEGIN}do(?: not|n't|n’t) (?:tell|cite|answer|quote|use|follow|trust|mention)\b[^.!?]{0,40}
  \b(?:user|passages?|archive|instructions?|citations?|quotations?|question)s?\b
{BEGIN}(?:refuse|decline) (?:to answer|every|all|any|this)\b
{BEGIN}(?:decode|execute|obey|run|follow|carry out)\b[^.!?]{0,50}
  \b(?:base64|rot13|hex|string|these instructions|this instruction|commands?|order)\b
^\W*(?:system|assistant|tool)\s?(?:message|prompt|note|override|update)?\s?
  (?:\([^)]{0,40}\))?\s?[:>\]|]
^\W*(?:developer|user)\s?(?:message|prompt|note|override|update)\s?(?:\([^)]{0,40}\))?\s?[:>\]|]
^\W*(?:developer|user)\s?[:>\]|]\W*(?:please )?(?:{SAY}|{SHOW}|ignore|disregard|forget|do not|you)\b
<\|[a-z_]{2,20}\|>
\[/?INST\]
<</?SYS>>
\#{2,}\s?(?:system|instruction|response)
<\s?/?\s?(?:passage|system|assistant|instructions?|prompt|tool_call)\b
(?:begin|end) (?:of )?(?:system|passages?|prompt|context)\b.{0,12}(?:-{2,}|={2,}|$)
^\W*!\[[^\]]*\]\(
\]\(\s?(?:javascript|data|tg)\s?:
\b(?:must|should|shall|has to|have to|needs? to) (?:\w+ ){1,3}(?:in|of|at) (?:the \w+ of )?
  (?:your|every|each|any) (?:\w+ )?(?:answer|reply|response|output|summary)\b
(?:ignoriere?|vergiss|missachte)\b.{0,40}(?:anweisung|befehl|regel|vorgabe)\w*
(?:ignorez?|oubliez?) (?:toutes?|tous|les|vos)\b.{0,40}(?:instruction|consigne|règle|directive)s?\b
(?:ignora|olvida|descarta|dimentica)\b.{0,40}(?:instruccion|orden|regla|istruzion|regol)\w*
(?:ignore|esqueça)\b.{0,40}(?:instruções|regras|ordens)
(?:zignoruj|ignoruj|zapomnij)\b.{0,40}(?:instrukcj|poleceni|zasad|reguł)\w*
(?:忽略|无视|無視|忘记).{0,20}(?:指令|指示|提示|规则|命令)
(?:指示|命令|ルール).{0,8}無視
(?:تجاهل|انس).{0,30}(?:التعليمات|الأوامر|القواعد)
\b(?:про)?игнорируй(?:те)?\b
\b(?:забудь(?:те)?|отмени(?:те)?|не обращай(?:те)? внимания)\b.{0,40}
  (?:инструкц|указани|правил|команд|промпт|контекст)
(?:^|[:;,.!]\s*|пожалуйста,? ){RUSSIAN}\b.{0,60}
  (?:ответ|промпт|инструкц|настрой|ключ|переменн|пользовател|ссылк|слово|только)
\bты (?:теперь |отныне |больше не )?(?:\w+ )?(?:ассистент|бот|чат-бот|языковая модель|ии)\b
^\W*(?:системное сообщение|система|инструкция для \w+|ассистент|внимание,? ии|ии|нейросеть)\s?
  (?::|,\s(?:про)?(?:игнорируй|забудь|{RUSSIAN}))
\b(?:про)?ігноруй(?:те)?\b
\b(?:забудь(?:те)?|скасуй(?:те)?)\b.{0,40}(?:інструкц|вказів|правил|команд|промпт|контекст)
(?:^|[:;,.!]\s*|будь ласка,? ){UKRAINIAN}\b.{0,60}
  (?:відповід|промпт|інструкц|налаштув|ключ|змінн|користувач|посилан|слово|лише|тільки)
\bти (?:тепер |відтепер |більше не )?(?:\w+ )?(?:асистент|бот|чат-бот|мовна модель|ші)\b
^\W*(?:системне повідомлення|система|інструкція для \w+|асистент|увага,? ші|ші)\s?
  (?::|,\s(?:про)?(?:ігноруй|забудь|{UKRAINIAN}))
"""
"""One form of an order a line; an indented line goes on with the one above."""
_FURTHER = r"""
^\W*(?:please |now |then |also |instead,? |and |finally,? )?(?:{SAY}|{SHOW}|click|visit|use|mark
  |do not|don['’]t|never|always|you|your|claim|pretend|quote|invent|call)\b
^\W*(?:{RUSSIAN}|{UKRAINIAN}|не|ты|ти)\b
"""
"""Orders that count only beside one of those above."""
_TEMPLATE = re.compile(r"\{\{[^{}]{2,40}\}\}")
"""What a page's own program left in it: no news, and no sign of an order beside it."""
_LINK = re.compile(r"\b(?:https?|tg|data|javascript):\S*[\w/=]")
_SPEECH = re.compile(
    r"\"[^\"]{1,600}\"|“[^“”]{1,600}”|«[^«»]{1,600}»|„[^„“”]{1,600}[“”]"
    r"|(?<!\w)['‘](?=\S)(?:[^'‘’]|(?<=\w)['’](?=\w)){1,600}['’](?!\w)"
)
_QUOTED = "⁂"
"""Stands for direct speech, so that the sentence around it keeps its form."""


def _compiled(forms: str) -> re.Pattern[str]:
    """The forms, one a line, as one pattern."""
    for name, part in _PARTS.items():
        forms = forms.replace(f"{{{name}}}", part)
    lines = re.sub(r"\n {2}", "", forms).strip().splitlines()
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


_order, _further = _compiled(_ORDERS), _compiled(_FURTHER)


@lru_cache(maxsize=256)
def orders(text: str) -> tuple[Span, ...]:
    """The sentences of ``text`` that tell a machine what to do, in order."""
    said = [(span, _bare(span.of(text))) for span in sentences(text)]
    ordered = any(_order.search(own) for _, own in said)
    return tuple(
        span
        for span, own in said
        if _order.search(own) or _TEMPLATE.search(own) or (ordered and _further.search(own))
    )


def _bare(sentence: str) -> str:
    """``sentence`` without the words of direct speech and of links, whose dots end no sentence."""
    return _LINK.sub(_shortened, _SPEECH.sub(_QUOTED, sentence))


def _shortened(link: re.Match[str]) -> str:
    """The beginning of a link."""
    return f"{link.group().partition(':')[0]}:{_QUOTED}"


def gives_orders(text: str) -> bool:
    """Whether any sentence of ``text`` tells a machine what to do."""
    return bool(orders(text))

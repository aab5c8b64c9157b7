"""A fake language model, served over real HTTP in the dialects of OpenAI and Ollama.

What it says is a function of the messages; how it behaves is chosen by the test::

    with FakeModel(lambda messages: "The bridge reopened [1].") as model:
        model.behave("rate_limited", times=1)
        ask(f"{model.url}/v1")
"""

from .behaviour import Behaviour, Kind
from .model import FakeModel
from .obedient import Obedient
from .oddities import ODDITIES
from .serving import Request

__all__ = ["ODDITIES", "Behaviour", "FakeModel", "Kind", "Obedient", "Request"]

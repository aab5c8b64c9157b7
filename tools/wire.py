"""Articles that come in while somebody watches, in the transcript and in the pictures."""

from __future__ import annotations

COMET = """\
---
title: Comet to be seen above the fjord
source: Ostrand Post
date: 2025-05-07
url: https://ostrand-post.example/2025/comet
---

A comet called Aslaug will be seen above the fjord on Sunday, astronomers say. It comes back every
212 years, and no telescope is needed if the sky is clear.
"""
KEEPER = """\
---
title: Lighthouse keeper Runa Tveit retires
source: Ostrand Post
date: 2025-05-06
url: https://ostrand-post.example/2025/keeper
---

Runa Tveit, the last lighthouse keeper of Lunnay, has retired after forty years. Her lamp is lit by
a clock from now on.
"""
LIGHTHOUSE = """\
---
title: Маяк на мысе Чаек закрыли из-за шторма
source: Skelhaven Courier
date: 2025-05-08
url: https://skelhaven-courier.example/2025/mayak
language: ru
---

Маяк на мысе Чаек закрыли для посетителей до понедельника: шторм сорвал с крыши смотровой площадки
два листа меди. Никто не пострадал, сообщил руководитель работ Степан Гарин.
"""
TEACHER = """\
---
title: Суботня школа шукає восьмого вчителя
source: Quayside Weekly
date: 2025-05-06
url: https://quayside-weekly.example/2025/vchytel
language: uk
---

Українська суботня школа у Скельгавені шукає вчителя фізики. Записалося вже 60 дітей, тож семеро
вчителів більше не дають собі ради, каже директорка Леся Гайдук.
"""

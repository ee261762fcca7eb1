"""An exam from beginning to end: a judge, made once and kept, the scores, the file they are kept in."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sdlab.train import checkpoint
from sdlab.train.kin import Kin, trained
from sdlab.train.parent import Parent
from sdlab.train.progress import Budget
from sdlab.train.score.evaluate import Effort, scores
from sdlab.train.score.judge import Judge, train_judge
from sdlab.train.workshop import Workshop
from sdlab.train.world.sampler import Sampler
from sdlab.train.world.split import Split

_NOTHING = Split(frozenset(), frozenset(), frozenset())


def examined(
    workshop: Workshop, effort: Effort, judge_minutes: float, judge_samples: int = 10_000_000
) -> str:
    """The scores of the workshop's member as JSON, which is also left in scores.json."""
    judge = the_judge(workshop, Budget(judge_minutes, judge_samples))
    return _noted(scores(workshop, workshop.member(), judge, effort), workshop.folder / "scores.json")


def kin_examined(
    kin: Kin,
    workshop: Workshop,
    parent: Parent,
    effort: Effort,
    judge_minutes: float,
    judge_samples: int = 10_000_000,
) -> str:
    """The scores of a member that grew out of `parent`, as JSON, which is also left in scores-NAME.json."""
    judge = partial(the_judge, workshop, Budget(judge_minutes, judge_samples))
    found = kin.scores(workshop, parent, trained(kin, workshop, parent), judge, effort)
    return _noted(found, workshop.folder / f"scores-{kin.name}.json")


def _noted(found: Mapping[str, Any], file: Path) -> str:
    words = json.dumps(found, indent=2)
    file.write_text(words + "\n", encoding="utf-8")
    return words


def the_judge(workshop: Workshop, budget: Budget) -> Judge:
    """The kept judge, or a new one; it learns all of the world, or it could not judge what is held out."""
    file = workshop.folder / "judge.pt"
    saved = checkpoint.load(file)
    if saved is None:
        judge = train_judge(workshop.composer, Sampler(workshop.art, _NOTHING, 77), budget, workshop.say)
        checkpoint.save(judge.state_dict(), file)
        return judge
    judge = Judge()
    judge.load_state_dict(saved)
    return judge.eval()

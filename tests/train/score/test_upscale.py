"""Scores of enlarging: the truth wins, and nothing is compared with what training saw."""

from PIL import Image

from sdlab.picture import enlarge
from sdlab.train.score.question import unseen
from sdlab.train.score.upscale import CEILING, OWN, compared, held
from sdlab.train.workshop import Workshop
from sdlab.train.world.split import load_split


def test_the_truth_is_better_than_plain_resampling(workshop: Workshop) -> None:
    truths = [picture.resize((128, 128)) for picture in held(workshop, 3)]
    smalls = [truth.resize((32, 32), Image.Resampling.BICUBIC) for truth in truths]
    made = {
        OWN: [truths, truths],
        "bicubic": [[enlarge(small, 4, "bicubic") for small in smalls]],
        "lanczos": [[enlarge(small, 4, "lanczos") for small in smalls]],
        CEILING: [truths],
    }
    found = compared(made, truths)
    for measure in ("psnr", "ssim", "edge_f1"):
        assert found[measure]["over bicubic"]["value"] > 0
        assert found[measure]["over lanczos"]["n"] == 3
    assert found["psnr"][OWN]["value"] == found["psnr"][OWN]["ceiling"] == 60.0
    assert found["psnr"][OWN]["floor"] == found["psnr"]["bicubic"]["value"]
    assert found["psnr"][OWN]["seeds"] == 2


def test_only_what_training_never_saw_is_asked(workshop: Workshop) -> None:
    split = load_split()
    asked = unseen(workshop.art, split, 20)
    assert len(asked) == 20
    assert all(split.holds(question.record) for question in asked)

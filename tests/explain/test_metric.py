import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sdlab.errors import BadValue
from sdlab.explain.metric import edge_f1, psnr, seam_ratio, ssim


@pytest.fixture
def scene():
    picture = Image.new("RGB", (64, 64), "skyblue")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 40, 63, 63), fill="green")
    pen.ellipse((20, 16, 44, 44), fill="red", outline="black")
    return picture


@pytest.fixture
def grainy():
    levels = np.random.default_rng(0).normal(128, 20, (64, 64)).clip(0, 255).astype(np.uint8)
    return Image.fromarray(levels).convert("RGB")


def test_equal_pictures_have_the_best_scores(scene):
    assert psnr(scene, scene) == float("inf")
    assert ssim(scene, scene) == 1
    assert edge_f1(scene, scene) == 1


def test_psnr_follows_its_definition(scene):
    brighter = ImageChops.add(
        scene.point(lambda value: value // 2), Image.new("RGB", scene.size, (10, 10, 10))
    )
    darker = scene.point(lambda value: value // 2)
    assert psnr(brighter, darker) == pytest.approx(20 * np.log10(255 / 10))


def test_blurring_more_lowers_every_score(scene):
    little, much = (scene.filter(ImageFilter.GaussianBlur(radius)) for radius in (0.5, 4))
    for score in (psnr, ssim, edge_f1):
        assert score(scene, little) > score(scene, much)


def test_edges_may_be_off_by_the_tolerance_and_no_more(scene):
    moved = ImageChops.offset(scene, 2, 0)
    assert edge_f1(scene, moved, tolerance=2) > 0.9
    assert edge_f1(scene, ImageChops.offset(scene, 12, 0), tolerance=2) < 0.7


def test_half_of_the_edges_in_common_scores_a_half():
    pictures = []
    for far in (40, 48):
        picture = Image.new("L", (64, 64), 0)
        picture.paste(255, (16, 0, 64, 64))
        picture.paste(0, (far, 0, 64, 64))
        pictures.append(picture)
    assert edge_f1(*pictures) == pytest.approx(0.5, abs=0.05)


def test_a_plain_picture_has_no_edges_to_meet(scene):
    plain = Image.new("RGB", scene.size, "white")
    assert edge_f1(scene, plain) == 0
    assert edge_f1(plain, plain) == 1


def test_a_hidden_seam_scores_one_and_a_pasted_patch_more(grainy):
    mask = Image.new("L", grainy.size, 0)
    mask.paste(255, (16, 16, 48, 48))
    assert 0.8 < seam_ratio(grainy, mask) < 1.25
    patched = grainy.copy()
    patched.paste((255, 255, 255), (16, 16, 48, 48))
    assert seam_ratio(patched, mask) > 3


def test_a_seam_in_plain_ground_is_infinitely_steep():
    mask = Image.new("L", (32, 32), 0)
    mask.paste(255, (8, 8, 24, 24))
    assert seam_ratio(Image.new("RGB", (32, 32), "white"), mask) == 1
    assert seam_ratio(mask.convert("RGB"), mask) == float("inf")


def test_what_cannot_be_compared_is_refused(scene):
    small = scene.resize((6, 6))
    for score in (psnr, ssim, edge_f1):
        with pytest.raises(BadValue, match="size"):
            score(scene, small)
    with pytest.raises(BadValue, match="7 pixels"):
        ssim(small, small)
    with pytest.raises(BadValue, match="painted in part"):
        seam_ratio(scene, Image.new("L", scene.size, 255))

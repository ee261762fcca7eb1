"""A trained member written as a plain diffusers folder: fp16 safetensors, index, preview kernel and card."""

import copy
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import diffusers
import numpy as np
import torch
from diffusers import AutoencoderTiny
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional

from sdlab.errors import NotSaved
from sdlab.film import patches
from sdlab.train.member import Member
from sdlab.train.picture import as_tensor
from sdlab.train.text import write_clip_files

UNREAD: Final = "block_out_channels"
"""What AutoencoderTiny writes into its config and warns about when it reads it."""
_SIDE: Final = 3
"""Latents in a row that a preview looks at for one of them."""
_FINE: Final = 2
"""Pixels in a row that it makes of one."""


def write(
    member: Member,
    folder: Path,
    card: Mapping[str, Any],
    preview: Mapping[str, Any],
    sheet: Image.Image,
    beside: Sequence[Path] = (),
) -> None:
    """Write a member to `folder`; what stood there is replaced only when everything is written.

    Args:
        member: what to write; its weights are rounded to fp16 on disk only.
        folder: where `StableDiffusionPipeline.from_pretrained` will find it.
        card: facts about the weights; the files' sha256 are added.
        preview: the latents' small picture, see `preview_kernel`.
        sheet: uncurated pictures to look at.
        beside: files that are copied beside it.

    Raises:
        NotSaved: the folder is not writable or the disk is full.
    """
    with staged(folder) as partial:
        _write_parts(member, partial)
        write_json(partial / "preview.json", preview)
        sheet.save(partial / "sheet.jpg", quality=85)
        for file in beside:
            shutil.copy(file, partial)
        write_json(partial / "card.json", {**card, "sha256": digests(partial)})


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A new folder to write into; it takes the place of `folder` at the end, if all went well.

    Raises:
        NotSaved: the folder is not writable or the disk is full; what was there stays.
    """
    partial = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
        yield partial
        _swap(partial, folder)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise NotSaved(
            f"{folder} could not be written ({error}); what was there before is untouched."
        ) from error


def digests(folder: Path) -> dict[str, str]:
    """Relative path → sha256 of every file in a folder but the card."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "card.json")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


@torch.no_grad()
def preview_kernel(autoencoder: AutoencoderTiny, pictures: NDArray[np.uint8]) -> dict[str, Any]:
    """The kernel that makes small pictures of latents; fitted on [count, row, column, RGB], 0..255."""
    scaled = as_tensor(pictures)
    latents = torch.cat([autoencoder.encode(part).latents for part in torch.split(scaled, 32)])
    return preview_fit(latents, scaled)


def preview_fit(latents: Tensor, pictures: Tensor) -> dict[str, Any]:
    """The kernel from latents to small pictures that fits best, by least squares.

    Args:
        latents: [count, channel, row, column].
        pictures: what they encode, [count, 3, row, column] in -1..1, at least `_FINE` times as large.

    Returns:
        "kernel", as `film.Developer` has it; "error", the root mean square of what is left.
    """
    rows, columns = (_FINE * side for side in latents.shape[-2:])
    colours = functional.adaptive_avg_pool2d(pictures * 0.5 + 0.5, (rows, columns))
    # [picture, colour, row, fine row, column, fine column]
    wanted = colours.reshape(*colours.shape[:2], rows // _FINE, _FINE, columns // _FINE, _FINE)
    targets = wanted.permute(0, 2, 4, 3, 5, 1).reshape(-1, 3 * _FINE**2)
    seen = torch.cat([torch.from_numpy(patches(one.numpy(), _SIDE).copy()) for one in latents])
    inputs = seen.flatten(0, 1).flatten(1)
    # in single precision a hundred thousand rows pass for fewer independent ones than they are
    inputs, targets = inputs.double(), targets.double()
    fit = torch.linalg.lstsq(inputs, targets).solution
    error = float((inputs @ fit - targets).square().mean().sqrt())
    kernel = fit.reshape(*seen.shape[2:], _FINE, _FINE, 3)
    return {"kernel": np.round(kernel.numpy(), 4).tolist(), "error": round(error, 4)}


def _write_parts(member: Member, folder: Path) -> None:
    models = {
        "text_encoder": member.joint.text,
        "unet": member.joint.unet,
        "vae": member.autoencoder,
    }
    for name, model in models.items():
        write_half(model, folder / name)
    # the text encoder is to run in float32, as diffusers runs the rest; transformers would keep fp16
    text = folder / "text_encoder" / "config.json"
    write_json(text, {**_read_json(text), "dtype": "float32"})
    member.tokenizer.save_pretrained(folder / "tokenizer")
    write_clip_files(member.tokenizer, folder / "tokenizer")
    others = {"tokenizer": member.tokenizer, "scheduler": member.scheduler}
    member.scheduler.save_pretrained(folder / "scheduler")
    empty = {name: [None, None] for name in ("safety_checker", "feature_extractor", "image_encoder")}
    index = {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": diffusers.__version__,
        **{name: class_of(one) for name, one in (models | others).items()},
        **empty,
        "requires_safety_checker": False,
    }
    write_json(folder / "model_index.json", index)


def class_of(part: object) -> list[str]:
    """Library and name of a part's class, as an index has them: of sdlab's own the module."""
    kind = type(part)
    library = kind.__module__.split(".")[0]
    return [kind.__module__ if library == "sdlab" else library, kind.__name__]


def write_half(model: Any, folder: Path) -> None:  # noqa: ANN401  any diffusers or transformers model
    """Write a model's config and its weights in fp16; the model itself stays as it is."""
    copy.deepcopy(model).half().save_pretrained(folder, safe_serialization=True)
    config = folder / "config.json"
    left = {"_name_or_path"}  # where one of whose config this one was made was read from
    if isinstance(model, AutoencoderTiny):
        left.add(UNREAD)
    write_json(config, {name: value for name, value in _read_json(config).items() if name not in left})


def _read_json(file: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return value


def write_json(file: Path, value: Mapping[str, Any]) -> None:
    """Write settings or facts as indented JSON."""
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def _swap(fresh: Path, folder: Path) -> None:
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    for file in fresh.rglob("*.safetensors"):
        file.chmod(0o644)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)

"""The text side: a lower-case byte-pair vocabulary in CLIP's files, and a small CLIP text encoder."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import torch
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer
from torch import Tensor
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

LENGTH: Final = 77
"""Tokens of a prompt, as Stable Diffusion's: what the pipelines pad to."""
START, END = "<|startoftext|>", "<|endoftext|>"
_WORDS: Final = r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""


def learn_vocabulary(captions: Iterable[str], folder: Path, size: int = 4096) -> CLIPTokenizer:
    """Learn a vocabulary from captions and write it to `folder` as CLIP's vocab.json and merges.txt."""
    learner = Tokenizer(BPE(continuing_subword_prefix="", end_of_word_suffix="</w>"))
    learner.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    learner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = BpeTrainer(
        vocab_size=size, initial_alphabet=alphabet, end_of_word_suffix="</w>", show_progress=False
    )
    learner.train_from_iterator(captions, trainer)
    _write(learner, folder)
    return load_tokenizer(folder)


def load_tokenizer(folder: Path) -> CLIPTokenizer:
    """The tokenizer in `folder`."""
    tokenizer: CLIPTokenizer = CLIPTokenizer.from_pretrained(folder)
    return tokenizer


def write_clip_files(tokenizer: CLIPTokenizer, folder: Path) -> None:
    """Write vocab.json and merges.txt: what older versions of transformers read."""
    model = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
    (folder / "vocab.json").write_text(json.dumps(model["vocab"], ensure_ascii=False), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in model["merges"])]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write(learner: Tokenizer, folder: Path) -> None:
    """CLIP's files: every byte alone and at a word's end, then the merges, then start and end."""
    learned = json.loads(learner.to_str())["model"]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    joined = ("".join(pair) for pair in learned["merges"])
    pieces = [*letters, *(f"{letter}</w>" for letter in letters), *joined, START, END]
    vocabulary = {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in learned["merges"])]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END}
    settings = {"tokenizer_class": "CLIPTokenizer", "model_max_length": LENGTH, **names}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def build_encoder(tokenizer: CLIPTokenizer, width: int, layers: int) -> CLIPTextModel:
    """A CLIP text encoder with random weights for a tokenizer's vocabulary."""
    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=width // 48,
        max_position_embeddings=LENGTH,
        projection_dim=width,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return CLIPTextModel(config)


def tokens(tokenizer: CLIPTokenizer, captions: list[str], length: int = LENGTH) -> Tensor:
    """Token numbers [caption, length], padded and cut exactly as the pipelines do."""
    encoded = tokenizer(
        captions, padding="max_length", max_length=length, truncation=True, return_tensors="pt"
    )
    numbers: Tensor = encoded.input_ids
    return numbers.to(torch.int64)

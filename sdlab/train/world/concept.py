"""The things the world knows: one word each, the drawing that shows it, other names for it.

The drawings come from four emoji sets, so a concept names an emoji. A few sets lack a drawing, or draw
something else under the same name; those cells are simply absent.
"""

from dataclasses import dataclass
from functools import cache

STYLES: dict[str, str] = {
    "noto": "noto",
    "blob": "noto-v1",
    "fluent": "fluent-emoji",
    "flat": "fluent-emoji-flat",
}
"""Style word → icon set it is drawn from."""


@dataclass(frozen=True)
class Concept:
    """One thing that can be drawn.

    Attributes:
        name: the word captions use first, lower case.
        icon: the emoji's name in the icon sets.
        kind: person, face, animal, plant, food, vehicle, place, sky or thing; decides what it may do.
        synonyms: other words for it.
        article: what stands before the name: "a", "an", "the" or nothing.
    """

    name: str
    icon: str
    kind: str
    synonyms: tuple[str, ...] = ()
    article: str = "a"


EVERYDAY: tuple[str, ...] = (
    "apple", "tree", "astronaut", "horse", "dog", "cat", "house", "sailboat", "car", "castle", "smiling face",
    "rocket", "sunflower", "robot", "fish", "snowman", "pizza",
)  # fmt: skip
"""What the documentation's own prompts use: drawn several times as often as the rest."""

# kind: name[=icon][/synonym/synonym], separated by commas
_TABLE: dict[str, str] = {
    "person": (
        "astronaut=man-astronaut/spaceman, robot, police officer=police-officer, prince, princess, "
        "santa=santa-claus/santa claus, ghost, alien, clown=clown-face, detective, "
        "teddy bear=teddy-bear, snowman, skull, pumpkin=jack-o-lantern"
    ),
    "face": (
        "smiling face=smiling-face-with-smiling-eyes/happy face/smiley, "
        "crying face=loudly-crying-face/sad face, angry face=pouting-face, "
        "winking face=winking-face, sleeping face=sleeping-face, "
        "face with sunglasses=smiling-face-with-sunglasses/cool face, "
        "face with heart eyes=smiling-face-with-heart-eyes, surprised face=astonished-face, "
        "nerd=nerd-face, cowboy=cowboy-hat-face"
    ),
    "animal": (
        "horse, dog, cat, cow, pig, rabbit/bunny, elephant, lion, bear, panda, fox, llama, giraffe, "
        "camel, penguin, owl, duck, chicken, rooster, flamingo, parrot, fish, "
        "tropical fish=tropical-fish, shark, whale=spouting-whale, dolphin, octopus, crab, "
        "turtle/tortoise, snake, crocodile, frog, snail, butterfly, bee=honeybee, "
        "ladybug=lady-beetle, mouse, squirrel=chipmunk, sheep=ewe, zebra, monkey, tiger, unicorn, "
        "dragon, dinosaur=t-rex/t-rex, koala"
    ),
    "plant": (
        "tree=deciduous-tree, pine tree=evergreen-tree/fir, palm tree=palm-tree, cactus, sunflower, "
        "tulip, rose, mushroom, clover=four-leaf-clover, christmas tree=christmas-tree"
    ),
    "food": (
        "apple=red-apple, pear, tangerine, lemon, banana, watermelon, grapes, strawberry, cherries, "
        "peach, pineapple, tomato, avocado, carrot, corn=ear-of-corn, eggplant/aubergine, broccoli, "
        "pizza/slice of pizza, hamburger/burger, fries=french-fries/french fries, hot dog=hot-dog, "
        "cookie/biscuit, doughnut/donut, birthday cake=birthday-cake/cake, cupcake, "
        "ice cream=ice-cream, cheese=cheese-wedge, cup of coffee=hot-beverage/coffee"
    ),
    "vehicle": (
        "car=automobile, bus, truck=delivery-truck, fire engine=fire-engine, tractor, bicycle/bike, "
        "motorcycle/motorbike, train=locomotive/steam train, airplane/plane, helicopter, "
        "rocket/spaceship, sailboat/sailing boat/boat, ship, ufo=flying-saucer/flying saucer"
    ),
    "place": "house, castle, mountain=snow-capped-mountain, volcano, tent, church, island=desert-island",
    "sky": "sun, moon=crescent-moon/crescent moon, star, cloud, rainbow, planet=ringed-planet",
    "thing": (
        "balloon, umbrella, hat=top-hat/top hat, crown, guitar, drum, trumpet, "
        "soccer ball=soccer-ball/football, bell, key, light bulb=light-bulb, candle, "
        "alarm clock=alarm-clock/clock, book=closed-book, gift=wrapped-gift/present, teapot, camera, "
        "television=television/tv, heart=red-heart, diamond=gem-stone, fire/flame"
    ),
}
_PLURAL = {"grapes", "cherries", "fries"}
_BARE = {"broccoli", "corn", "cheese", "fire"}
_UNIQUE = {"sun", "moon"}


@cache
def all_concepts() -> tuple[Concept, ...]:
    """Every concept, in a fixed order: the order is part of what a seed means."""
    return tuple(_parse(entry, kind) for kind, line in _TABLE.items() for entry in line.split(", "))


@cache
def by_name() -> dict[str, Concept]:
    """Concept name → concept."""
    return {concept.name: concept for concept in all_concepts()}


def with_article(concept: Concept, words: str) -> str:
    """The noun with its adjectives, `words`, after the article the concept takes, such as "an owl"."""
    if not concept.article:
        return words
    if concept.article == "the" and words == concept.name:
        return f"the {words}"
    vowel = words[0] in "aeio" or words.startswith("umbr")
    return f"{'an' if vowel else 'a'} {words}"


def _parse(entry: str, kind: str) -> Concept:
    head, *synonyms = entry.split("/")
    name, _, icon = head.partition("=")
    article = "" if name in _PLURAL | _BARE else "the" if name in _UNIQUE else "a"
    return Concept(name, icon or name, kind, tuple(word for word in synonyms if word != name), article)

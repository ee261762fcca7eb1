# %% [markdown]
# # 01 · From noise to picture
#
# *About 45 minutes. Everything runs on your own computer; nothing is sent anywhere.*
#
# **You will**
# - turn a sentence into a picture, and watch the picture come out of pure noise;
# - find out what the *prompt*, the *seed* and the *steps* each decide;
# - read the recipe inside somebody else's picture, and make that very picture again.

# %% tags=["setup"]
try:
    import sdlab
except ImportError:
    # %pip install -q sdlab
    import sdlab

# %% [markdown]
# ## Load a model · 3 minutes
#
# `tiny` is a complete Stable Diffusion model, only very small: it paints 128 × 128 pixels, in the style
# of emoji, and knows about a hundred and fifty everyday things. It came with sdlab and needs no graphics
# card. With a GPU at hand, change the name on the first line to `"sd15"` and run the notebook again: the
# rest is meant to stay as it is (we have not tried it on a GPU yet).

# %%
MODEL = "tiny"

studio = sdlab.load(MODEL)
studio

# %% [markdown]
# ## One sentence, one picture · 5 minutes
#
# The sentence is called the **prompt**. The **seed** is a number of your choice; we come to it below.

# %%
run = studio.text_to_image("a red apple on a tree", seed=7)
run

# %% [markdown]
# What came back is a *run*: the picture, and everything that made it. One line of that:

# %%
print(run.caption)

# %% [markdown]
# Change the words in the cell above and run it again, two or three times: an animal, a vehicle, something
# to eat; in the snow, at night, in blue. It will not know everything. Then put the apple back, because we
# need it now.

# %% [markdown]
# ## It began as noise · 8 minutes
#
# The picture was not painted from the top left to the bottom right. It started as **pure noise**, like an
# untuned television, and in 20 small steps the model removed the noise from it.
#
# **Predict** before you run the next cell: after how many of the 20 steps will *you* be able to say what
# it is going to be? Write the number down.

# %%
from sdlab.course import figure

figure.film(run)

# %% [markdown]
# The upper row is what the model had after that step. The lower row is what it *expected* the finished
# picture to look like: at first a rough shape in wrong colours, then the right colours, and only then the
# details.
# Nearly all of the decisions fall early.
#
# The same film, step by step: drag the slider. `look` chooses the row.

# %%
from sdlab.widgets import Filmstrip

strip = Filmstrip(run, look="noisy")
strip.position = 4
strip

# %% [markdown]
# ## Two prompts, one seed · 7 minutes
#
# Now two different sentences with the same seed. **Predict:** will the two pictures have anything in
# common?

# %%
prompts = ["a red apple on a tree", "a cat in the snow"]
pair = studio.text_to_image(prompts, seed=7)
figure.row(pair, prompts)

# %% [markdown]
# Look at their films and go back to the very first step: what did each of them start from?

# %%
starts = [one.film[0].picture("noisy") for one in pair]
figure.difference(*starts, ("the apple, step 1", "the cat, step 1"))

# %% [markdown]
# Hardly any difference: the **seed** fixed the noise, and the noise is where both of them began. The
# **prompt** decided which way the noise was pulled, a little more at every step.

# %% [markdown]
# ## What does the seed change? · 7 minutes
#
# **Exercise 01.1** We ask for the same castle four times and change nothing but the seed. What will
# happen?
#
# - **A** Some of the pictures will show something other than a castle.
# - **B** All will show a castle at sunset, each in another way: towers, colours, clouds.
# - **C** All four will be the same picture, for the words are the same.

# %%
answer = None  # "A", "B" or "C"
# BEGIN SOLUTION
answer = "B"
# END SOLUTION

# %%
sdlab.check("01.1", answer)

# %% [markdown]
# Now look:

# %%
four = studio.text_to_image("a castle on the grass at sunset", seed=100, count=4)
figure.row(four, [f"seed {one.recipe.seed}" for one in four])

# %% [markdown]
# If one of them is no good castle: a small model misses now and then, and so does a large one. That is a
# reason to look at several seeds before you judge a prompt, and never to judge a model by one picture. (Try
# the apple on the tree as well: `tiny` has seen so few of them that its seeds differ little.)

# %% [markdown]
# ## Take the controls · 8 minutes
#
# Everything so far, without code. Type a prompt, press **Generate**, and watch. When a picture is done,
# drag the slider back through its steps.
#
# The first lines set the controls, so that you and your neighbour begin with the same picture.

# %%
panel = studio.panel("text_to_image")
panel.recipe = panel.recipe.but(prompt="a boat on the water at sunset", seed=3, num_inference_steps=20)
panel.run()
panel

# %% [markdown]
# - **Steps**: try 2, 5, 20, 50. From where on can you no longer tell the difference?
# - **Stop**: twenty steps are over in a second. Type 300 beside the slider, press Generate, and stop it
#   half-way.
# - **Guidance**: try 1, 5 and 15. It has a lesson of its own (05).
# - The dice draws another seed; **Keep** holds on to it.

# %% [markdown]
# ## The recipe travels inside the file · 5 minutes
#
# A picture saved by sdlab is an ordinary PNG file with its recipe inside. Somebody else can open the
# recipe and make the picture again, and change one thing in it.

# %%
from pathlib import Path
from tempfile import gettempdir

saved = run.save(Path(gettempdir()) / "apple.png")
recipe = sdlab.open_recipe(saved)
recipe.prompt, recipe.seed, recipe.num_inference_steps

# %% [markdown]
# **Exercise 01.2** A classmate sends you this picture and not a word about it.

# %%
from PIL import Image

from sdlab.course.place import medium

theirs = Image.open(medium("classmate.png"))
figure.row([theirs], ["from a classmate"])

# %% [markdown]
# Make it again: open its recipe, and let `.replay(studio)` cook it. (It was made with `tiny`. If your
# studio holds another model, sdlab says so, for the same recipe gives another dish in another kitchen.)

# %%
mine = None  # the run you get from replay
# BEGIN SOLUTION
mine = sdlab.open_recipe(medium("classmate.png")).replay(studio)
# END SOLUTION

# %%
sdlab.check("01.2", mine)

# %%
figure.difference(theirs, mine, ("theirs", "mine")) if mine else "Replay it, then run this cell again."

# %% [markdown]
# ## An experiment of your own
#
# **Exercise 01.3** Choose a prompt, and make three pictures or more that differ in their seed and in
# nothing else.

# %%
runs = None  # a list of runs
# BEGIN SOLUTION
runs = studio.text_to_image("a dog on the sand", seed=1, count=3)
# END SOLUTION

# %%
sdlab.check("01.3", runs)

# %%
figure.row(runs) if runs else "Make your runs, then run this cell again."

# %% [markdown]
# ## You have
#
# - seen that a diffusion model makes a picture by **removing noise in steps**;
# - told apart what three things decide: the **prompt** says what, the **seed** says which of the many,
#   the **steps** say how carefully;
# - replayed a stranger's picture from its **recipe** alone.
#
# **To talk about:** You replayed your classmate's picture exactly. Who made it: they, you, the model, or
# the people who drew the pictures it learned from?
#
# Next: [02 · Noise is the trick](02_noise_is_the_trick.ipynb), where you write the loop yourself.

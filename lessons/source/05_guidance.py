# %% [markdown]
# # 05 · Guidance and negative prompts
#
# *About 45 minutes. Lesson 02 helps, but is not needed.*
#
# **You will**
# - turn the one knob that decides how strictly the model obeys;
# - write the line of algebra behind it;
# - find out what a negative prompt really does, and run a fair experiment.

# %% tags=["setup"]
try:
    import sdlab
except ImportError:
    # %pip install -q sdlab
    import sdlab

# %%
from sdlab.course import figure

MODEL = "tiny"

studio = sdlab.load(MODEL)

# %% [markdown]
# ## The knob · 8 minutes
#
# One prompt, one seed, five values of `guidance_scale`. **Predict** before you run it: what will the
# pictures at the two ends have in common, and where will the most *obedient* picture be?

# %%
scales = [1, 2, 5, 8, 15]
strip = [studio.text_to_image("a blue car in the snow", seed=11, guidance_scale=g) for g in scales]
figure.row(strip, [f"guidance {g}" for g in scales])

# %% [markdown]
# On the left the model hears the words, but the car is soft and not all blue. Towards the right it obeys
# more and more; far to the right the colours grow hard, and the picture becomes worse. Between 4 and 8 is
# usual.
#
# The same knob, by hand. The cell sets the controls; drag **guidance**, press **Generate**.

# %%
panel = studio.panel("text_to_image")
panel.recipe = panel.recipe.but(prompt="a blue car in the snow", seed=11, guidance_scale=5.0)
panel.run()
panel

# %% [markdown]
# ## Two questions at every step · 8 minutes
#
# At each step the model is asked **twice**: what is in this noise, *with* the words, and what is in it
# *without* any? It gives two answers. Let us look at them, half-way to a picture.

# %%
from sdlab.course.workbench import Workbench

bench = Workbench(MODEL)
noisy, t = bench.noise(seed=11), 900
without = bench.answer(noisy, t, "")
with_words = bench.answer(noisy, t, "a blue car in the snow")

# %% [markdown]
# Each answer is a list of 1,024 numbers, that is, an arrow in a space of 1,024 dimensions. Two arrows
# always lie in one plane, and a plane can be drawn:

# %%
figure.arrows(without, with_words, scales=[0, 1, 2, 5])

# %% [markdown]
# The two arrows go part of their way together: that is what there is to say about this noise without any
# words. What the *words* add is the step from one tip to the other. Guidance takes that step several times
# over, along the dotted line.
#
# **Exercise 05.1** Write it: the point on the dotted line for a given `scale`. At 0 it must be the answer
# without words, at 1 the answer with words.


# %%
def guided(without, with_words, scale):
    # BEGIN SOLUTION
    return without + scale * (with_words - without)
    # END SOLUTION


# %%
sdlab.check("05.1", guided)

# %% [markdown]
# ## See the step · 5 minutes
#
# The model's expectation of the finished picture, from pure noise, for three scales. Nothing else is
# different.

# %%
from sdlab.course.workbench import written
from sdlab.explain.noise import predict_clean

push = written(guided, lambda without, with_words, scale: without + scale * (with_words - without))
mixed = [push(without, with_words, scale) for scale in (0, 1, 5)]
clean = [predict_clean(noisy, one, bench.alpha_bar[t], bench.prediction_type) for one in mixed]
figure.row([bench.decode(one)[0] for one in clean], ["without words", "with words", "guidance 5"])

# %% [markdown]
# ## What does "negative" mean? · 8 minutes
#
# You can also say what you do *not* want: `negative_prompt`.
#
# **Exercise 05.2** What does the model do with it?
#
# - **A** It paints the picture, and then erases what the negative prompt names.
# - **B** The negative prompt takes the place of the empty prompt: the second of the two questions.
# - **C** It reads the words with a minus sign in front.

# %%
answer = None  # "A", "B" or "C"
# BEGIN SOLUTION
answer = "B"
# END SOLUTION

# %%
sdlab.check("05.2", answer)

# %%
plain = studio.text_to_image("a house", seed=4)
no_night = studio.text_to_image("a house", negative_prompt="at night", seed=4)
no_snow = studio.text_to_image("a house", negative_prompt="snow", seed=4)
figure.row([plain, no_night, no_snow], ["a house", "not: at night", "not: snow"])

# %% [markdown]
# So a negative prompt works only while guidance is above 1: at 1 the second question is not even asked.
# And it is no eraser. It changes the direction of *every* step, so the whole picture may change.

# %% [markdown]
# ## A fair experiment · 10 minutes
#
# "More guidance makes better pictures." Is that so? One picture for each scale proves nothing; the next
# seed may say the opposite.
#
# **Exercise 05.3** Make a table of runs: at least three scales, each with the same three seeds or more,
# all else equal.

# %%
table = None  # a list of lists: one row for each scale
# BEGIN SOLUTION
prompt = "a cat on the sand"
table = [studio.text_to_image(prompt, guidance_scale=g, seed=1, count=3) for g in (1.5, 5, 12)]
# END SOLUTION

# %%
sdlab.check("05.3", table)

# %%
figure.grid(table) if table else "Make your table, then run this cell again."

# %% [markdown]
# Look along the rows (one scale, three seeds) and down the columns (one seed, three scales). Where do the
# three seeds look most alike? Obedience has a price, and the price is variety.

# %% [markdown]
# ## You have
#
# - seen that the model is asked twice a step, and that guidance exaggerates the difference;
# - written classifier-free guidance in one line;
# - explained the negative prompt by the same line;
# - compared settings on the same seeds, as one should.
#
# **To talk about:** Somebody shows you one splendid picture and says: "my model obeys better". What do
# you ask for?
#
# Next: [06 · Seeds, steps, schedulers, size](06_seeds_steps_schedulers.ipynb).

# %% [markdown]
# # 08 · Picture to picture
#
# *About 50 minutes.*
#
# **You will**
# - turn a child's drawing into a finished picture;
# - find out what *strength* means, and write it down in one line;
# - turn day into night without moving the house.

# %% tags=["setup"]
try:
    import sdlab
except ImportError:
    # %pip install -q sdlab
    import sdlab

# %%
from PIL import Image

from sdlab.course import figure
from sdlab.course.place import medium

MODEL = "tiny"

studio = sdlab.load(MODEL)
drawing = Image.open(medium("house.png"))

# %% [markdown]
# ## Begin with a drawing · 8 minutes
#
# Until now every picture began as pure noise. But nobody forces us to begin there. Take a drawing, put
# noise on it, only *some* noise, and let the model finish from that point, with words.

# %%
finished = studio.image_to_image(drawing, "a house", strength=0.6, seed=5)
figure.row([drawing, finished], ["a child's drawing", "a house"])

# %% [markdown]
# The roof is where the child put it. How much of the drawing survives is decided by **strength**, from 0
# to 1.
#
# **Predict:** which strength gives the picture that you would hang on the wall?

# %%
strengths = [0.2, 0.4, 0.6, 0.8, 1.0]
strip = [studio.image_to_image(drawing, "a house", strength=s, seed=5) for s in strengths]
figure.row(strip, [f"strength {s}" for s in strengths])

# %% [markdown]
# ## Where on the line do you get on? · 10 minutes
#
# Remember the line from noise to picture, with its 20 marks. Strength says where to get on: at 1 it is
# the far end, pure noise, and all 20 steps are run. At 0.6 you get on later, and fewer steps are left.
# Here is the drawing at the stop where each run got on:

# %%
starts = [studio.noised(drawing, s, seed=5) for s in strengths]
figure.row(
    [picture for picture, t in starts], [f"strength {s}, t = {t}" for s, (_, t) in zip(strengths, starts)]
)

# %% [markdown]
# **Exercise 08.1** How many of `steps` steps does a run with that `strength` really do? The answer is a
# whole number, and a step that would only fit in part is left out.


# %%
def steps_run(steps, strength):
    # BEGIN SOLUTION
    return int(steps * strength)
    # END SOLUTION


# %%
sdlab.check("08.1", steps_run)

# %%
[studio.steps_run(20, strength) for strength in strengths]

# %% [markdown]
# That is also why low strengths are fast, and why 4 steps at strength 0.2 do nothing at all.
#
# **Exercise 08.2** And what comes back at strength 0?
#
# - **A** Pure noise.
# - **B** The drawing itself, unchanged.
# - **C** An error: the model has nothing to do.

# %%
answer = None  # "A", "B" or "C"
# BEGIN SOLUTION
answer = "B"
# END SOLUTION

# %%
sdlab.check("08.2", answer)

# %%
nothing = studio.image_to_image(drawing, "a house", strength=0, seed=5)
figure.difference(drawing, nothing, ("the drawing", "strength 0"))

# %% [markdown]
# ## Same drawing, other words · 7 minutes
#
# The drawing decides *where*, the words decide *what*. **Predict** what becomes of the sun.

# %%
words = ["a house in the snow", "a castle on the sand", "a mushroom on the grass"]
others = studio.image_to_image(drawing, words, strength=0.7, seed=5)
figure.row(others, words)

# %% [markdown]
# ## By hand · 8 minutes
#
# The same with controls. Move the strength and read what it says below: how many steps will run, and from
# which noise level. Then press **Generate**.

# %%
panel = studio.panel("image_to_image", drawing)
panel

# %% [markdown]
# ## From day to night · 10 minutes
#
# Here is a house by day, made from words alone.

# %%
day = studio.text_to_image("a house on the grass", seed=21)
day

# %% [markdown]
# **Exercise 08.3** Make it night, and keep the house where it is. Say in the prompt what the picture
# *should* be, and choose the strength: too little and the sky stays blue, too much and the house moves.

# %%
night = None  # the run that image_to_image gives you
# BEGIN SOLUTION
night = studio.image_to_image(day.picture, "a house on the grass at night", strength=0.65, seed=21)
# END SOLUTION

# %%
sdlab.check("08.3", night)

# %%
figure.row([day, night], ["day", "night"]) if night else "Make it night, then run this cell again."

# %% [markdown]
# ## You have
#
# - begun with a picture instead of noise;
# - understood strength as the place where you get on, and computed the steps that run;
# - changed the light and kept the layout.
#
# **To talk about:** The child drew the house, the model finished it, you chose the strength. Whose
# picture is it?
#
# Next: [09 · Paint it away, paint it wider](09_paint_it_away.ipynb).

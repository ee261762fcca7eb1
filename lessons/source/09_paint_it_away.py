# %% [markdown]
# # 09 · Paint it away, paint it wider
#
# *About 60 minutes.*
#
# **You will**
# - paint a mask, and replace a dog by a cat;
# - write the line that keeps the rest of the picture as it is;
# - make a picture wider than it was.

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
dog = studio.text_to_image("a dog on the grass", seed=6)
dog

# %% [markdown]
# ## The mask · 8 minutes
#
# A **mask** is a second picture, of the same size, in black and white. **White means: here it may
# change.** Black stays. The simplest mask is a box: left, top, right, bottom, in pixels.

# %%
from sdlab.mask import open_mask

box = (24, 20, 104, 112)
mask = open_mask(box, dog.picture.size)
figure.row([dog, mask], ["the picture", "the mask"])

# %% [markdown]
# You can also paint it. The cell begins with the box; take the brush and follow the dog. (B brush, E
# eraser, L lasso, Ctrl+Z undo. The keys work when the mouse is over the picture.)

# %%
from sdlab.widgets import MaskPainter

painter = MaskPainter(dog.picture, mask=box)
painter

# %% [markdown]
# ## Replace it · 8 minutes
#
# **Predict:** the new picture will be a cat. What about the grass *inside* the mask, and what about the
# grass outside?

# %%
cat = studio.inpaint(dog.picture, painter.mask, "a cat on the grass", seed=1)
figure.difference(dog, cat, ("before", "after"))

# %% [markdown]
# Inside the mask everything is new, the grass as well. Outside not one pixel differs: there the last
# picture is white.

# %% [markdown]
# ## The blend · 12 minutes
#
# How does a model know what is around the hole? The oldest way works with any model: at every step the
# part that we know is put back, noisy to the right degree, before the model looks again. So the new part
# has to fit. The newer way is a model trained with holes, which is shown the mask and the picture around it
# beside the noise. `tiny` has one at its side; `cat.recipe.note` says which way it was.
#
# Both end with the same line, which keeps the rest exactly as it was. `mask` is 1 where the picture may
# change and 0 where it must stay; in between, it is a mixture.
#
# **Exercise 09.1** Write it.


# %%
def blend(known, painted, mask):
    # BEGIN SOLUTION
    return mask * painted + (1 - mask) * known
    # END SOLUTION


# %%
sdlab.check("09.1", blend)

# %% [markdown]
# Is the line alone enough? Try: a cat from words alone, painted without a look at the hole, blended in.

# %%
import numpy as np
from PIL import Image

from sdlab.course.workbench import written

mix = written(blend, lambda known, painted, mask: mask * painted + (1 - mask) * known)
stranger = studio.text_to_image("a cat on the sand", seed=3)
levels = [np.asarray(one, float) for one in (dog.picture, stranger.picture, mask.convert("RGB"))]
pasted = Image.fromarray(mix(levels[0], levels[1], levels[2] / 255).astype(np.uint8))

# %%
figure.row([pasted, cat], ["pasted in, unseen", "painted with the hole in view"])

# %% [markdown]
# ## Your own · 10 minutes
#
# **Exercise 09.2** Replace the dog by a cat, with a mask of your own: painted above, or another box. Free
# the dog and a little around it, but not everything.

# %%
mine = None  # the run that inpaint gives you
# BEGIN SOLUTION
mine = studio.inpaint(dog.picture, (16, 16, 112, 116), "a cat on the grass", seed=2)
# END SOLUTION

# %%
sdlab.check("09.2", mine)

# %%
figure.row([dog, mine]) if mine else "Replace the dog, then run this cell again."

# %% [markdown]
# The same with controls: mask, prompt and result in one place.

# %%
panel = studio.panel("inpaint", dog.picture)
panel

# %% [markdown]
# ## Wider · 10 minutes
#
# What if the hole lies *outside* the picture? Make the canvas larger, mark the new part as unknown, and
# fill it. That is **outpainting**, and it is the same method.
#
# **Predict:** will you see the seam?

# %%
wide = studio.outpaint(dog.picture, left=32, right=32, prompt="grass under a blue sky", seed=2)
wide

# %% [markdown]
# **Exercise 09.3** Make the picture at least one and a half times as wide, to one side only, with what
# you like in the new part.

# %%
wider = None  # the run that outpaint gives you
# BEGIN SOLUTION
wider = studio.outpaint(dog.picture, right=64, prompt="a tree on the grass", seed=1)
# END SOLUTION

# %%
sdlab.check("09.3", wider)

# %%
wider if wider else "Widen it, then run this cell again."

# %% [markdown]
# ## You have
#
# - told the model *where* it may paint, and proved that it painted nowhere else;
# - written the blend that keeps the old part as it was;
# - gone beyond the edge of the picture.
#
# **To talk about:** With ten seconds of work, somebody is no longer in a photograph. How could one find
# out? How could the tool help?

# %% [markdown]
# # 02 · Noise is the trick
#
# *About 50 minutes. You need school algebra and a little Python.*
#
# **You will**
# - spoil a picture with noise, by a formula of one line, and repair it again by another;
# - see why a model that can guess the noise in a picture can paint pictures;
# - write the loop that every diffusion model runs, and let it dream without any words.

# %% tags=["setup"]
try:
    import sdlab
except ImportError:
    # %pip install -q sdlab
    import sdlab

# %% [markdown]
# ## Take the model apart · 5 minutes
#
# In lesson 01 the studio did the work. Today we open the box. On the workbench a model lies in its three
# parts.

# %%
from sdlab.course.workbench import Workbench

MODEL = "tiny"

bench = Workbench(MODEL)
bench.parts

# %% [markdown]
# - The **text encoder** turns words into numbers. We need it only at the very end today.
# - The **denoiser** looks at something noisy and says what is noise in it. It is the painter. The part is
#   called `unet` because Stable Diffusion's is a *U-Net*, a network of convolutions; a transformer does the
#   same work in `tiny`.
# - The **VAE** packs a picture into a smaller one and unpacks it again: 128 × 128 pixels become 16 × 16
#   *latents*. The denoiser works on latents because there are 48 times fewer numbers. (They get a lesson of
#   their own, 07.)

# %% [markdown]
# ## Spoil a picture · 10 minutes
#
# Take any picture $x_0$ and some noise $\varepsilon$, and mix them:
#
# $$x_t = \sqrt{\bar\alpha}\; x_0 + \sqrt{1-\bar\alpha}\;\varepsilon$$
#
# The number $\bar\alpha$ ("alpha bar") says how much of the picture is left: 1 is all of it, 0 is nothing
# but noise.
#
# **Exercise 02.1** Write it as a line of Python. `clean` and `noise` are arrays of one shape; `alpha_bar`
# is a number.

# %%
from math import sqrt


def add_noise(clean, noise, alpha_bar):
    # BEGIN SOLUTION
    return sqrt(alpha_bar) * clean + sqrt(1 - alpha_bar) * noise
    # END SOLUTION


# %%
sdlab.check("02.1", add_noise)

# %% [markdown]
# Now use it on a child's drawing. (If your line is not written yet, this takes sdlab's own, so that you
# can go on.)

# %%
from sdlab.course.workbench import written
from sdlab.explain import noise as formula

mix = written(add_noise, formula.add_noise)

# %%
from PIL import Image

from sdlab.course import figure
from sdlab.course.place import medium

house = bench.encode(Image.open(medium("house.png")))
levels = [0, 200, 400, 600, 800, 999]
noisy = [mix(house, bench.noise(seed=1), bench.alpha_bar[t]) for t in levels]
figure.row([bench.decode(one)[0] for one in noisy], [f"t = {t}" for t in levels])

# %% [markdown]
# The model counts noise levels with a **timestep** $t$ from 0 to 999. A fixed table gives the
# $\bar\alpha$ of each; here is what it does to the two shares, with a dot at every level that a run of 20
# steps will visit.

# %%
figure.noise_levels(bench.alpha_bar, bench.timesteps(20))

# %% [markdown]
# **Talk about it:** why do the two curves not add up to 1? (Look at the square roots. What adds up to 1
# are their *squares*, and that keeps the mixture equally strong at every level.)

# %% [markdown]
# ## Repair it · 8 minutes
#
# Suppose somebody tells you exactly which noise was mixed in. Then you can solve the formula for $x_0$.
#
# **Exercise 02.2** Do so.


# %%
def remove_noise(noisy, noise, alpha_bar):
    # BEGIN SOLUTION
    return (noisy - sqrt(1 - alpha_bar) * noise) / sqrt(alpha_bar)
    # END SOLUTION


# %%
sdlab.check("02.2", remove_noise)

# %% [markdown]
# That is the whole trick. **Whoever knows the noise knows the picture.** So train a large network on one
# single task: here is a noisy picture, say what the noise is. It costs nothing to make millions of such
# tasks, because we mix the noise in ourselves and know the answer.
#
# (`tiny` was taught to say a certain blend of noise and picture, called $v$. Either follows from the
# other by the same formula, so for us nothing changes; `bench.expect` does the algebra.)

# %% [markdown]
# ## What does the model see in it? · 7 minutes
#
# Let the model guess. The noisy pictures from above, and below each what the model believes is
# underneath.
#
# **Predict:** from which noise level on will it no longer find the house?

# %%
seen = [bench.decode(bench.expect(one, t))[0] for one, t in zip(noisy, levels)]
figure.grid(
    [[bench.decode(one)[0] for one in noisy], seen], [f"t = {t}" for t in levels], ["noisy", "guessed"]
)

# %% [markdown]
# With little noise it only tidies up. With much noise it must invent, and what it invents is no longer
# *your* house but something that *could* have been there. A machine for repairing has become a machine
# for inventing.

# %% [markdown]
# ## From nothing at all · 5 minutes
#
# At $t = 999$ there is no picture left, only noise. We let the model guess from there.
#
# **Exercise 02.3** What will one single guess, from pure noise, look like?
#
# - **A** A sharp picture of something.
# - **B** A blur: something like the average of all pictures.
# - **C** It will refuse, and give the noise back.

# %%
answer = None  # "A", "B" or "C"
# BEGIN SOLUTION
answer = "B"
# END SOLUTION

# %%
sdlab.check("02.3", answer)

# %%
start = bench.noise(seed=5, count=6)
figure.row(bench.decode(bench.expect(start, 999)))

# %% [markdown]
# ## The loop · 10 minutes
#
# So never believe the first guess. Take it only as a direction, go **a small step** towards it, and ask
# again:
#
# 1. ask the model what the clean picture might be;
# 2. work out which noise that would mean;
# 3. mix the two again, with **a little less noise** than before;
# 4. back to 1, until no noise is left.
#
# This is the loop behind every picture that a diffusion model ever made (with the sampler called DDIM).
# You have all its parts.


# %%
def denoise(latents, steps, prompt=""):
    levels = bench.timesteps(steps)
    for t, after in zip(levels, levels[1:]):
        clean = bench.expect(latents, t, prompt)
        noise = formula.predict_noise(latents, clean, bench.alpha_bar[t])
        latents = mix(clean, noise, bench.alpha_bar[after])
    return bench.expect(latents, levels[-1], prompt)


# %% [markdown]
# **Predict:** how will the picture change with the number of steps?

# %%
tries = [1, 2, 4, 8, 20]
one = bench.noise(seed=102)
figure.row(
    [bench.decode(denoise(one, steps))[0] for steps in tries],
    ["one step", *[f"{n} steps" for n in tries[1:]]],
)

# %% [markdown]
# ## A wall of dreams · 5 minutes
#
# Nobody has said what to paint yet. This is **unconditional** generation: the model shows what pictures
# are like, in its opinion. Twelve seeds at once:

# %%
dreams = bench.decode(denoise(bench.noise(seed=100, count=12), 20))
figure.grid([dreams[:6], dreams[6:]])

# %% [markdown]
# And with words, by the same loop. The words go into the model together with the noise:

# %%
told = bench.decode(denoise(bench.noise(seed=100, count=6), 20, "a red apple on a tree"))
figure.row(told)

# %% [markdown]
# They follow the words. How to hold them to the words more firmly is lesson 05.
#
# Last, the proof that the box is empty: your loop against the studio's, one seed.

# %%
studio = sdlab.load(MODEL)
theirs = studio.unconditional(seed=102, num_inference_steps=20, scheduler="ddim")
mine = bench.decode(denoise(bench.noise(seed=102), 20))[0]
figure.difference(mine, theirs, ("your loop", "the studio"))

# %% [markdown]
# ## You have
#
# - mixed noise into a picture, and solved the formula for the picture;
# - seen that guessing the noise is guessing the picture, and that a guess from pure noise is a blur;
# - written the sampling loop, and found that it *is* the studio's.
#
# **To talk about:** The wall shows what the model thinks is normal. Where did it get that from, and what
# will it never show?
#
# Next: [05 · Guidance and negative prompts](05_guidance.ipynb).

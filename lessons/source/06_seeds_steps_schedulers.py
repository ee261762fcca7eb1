# %% [markdown]
# # 06 · Seeds, steps, schedulers, size
#
# *About 50 minutes.*
#
# **You will**
# - compare settings side by side, as in a table;
# - see why one scheduler comes to rest and another never does;
# - find the cheapest setting that is good enough, and prove it.

# %% tags=["setup"]
try:
    import sdlab
except ImportError:
    # %pip install -q sdlab
    import sdlab

# %%
from sdlab.course import figure

MODEL = "tiny"
PROMPT = "a sailboat on the water at sunset"

studio = sdlab.load(MODEL)

# %% [markdown]
# ## Steps and seeds in one table · 8 minutes
#
# **Predict:** from which number of steps on does a row stop changing, and is that the same for every
# seed?

# %%
steps = [2, 4, 8, 16, 32]
seeds = [1, 2, 3]
rows = [[studio.text_to_image(PROMPT, seed=s, num_inference_steps=n) for n in steps] for s in seeds]
figure.grid(rows, [f"{n} steps" for n in steps], [f"seed {s}" for s in seeds])

# %% [markdown]
# Time grows with the steps, in proportion. Quality does not: most of it is there early on.

# %% [markdown]
# ## Another road · 8 minutes
#
# Between two noise levels the model only gives a direction. How far to go, whether to look ahead, whether
# to use the last directions as well: that is decided by the **scheduler**. It is not part of the model;
# you can change it like the gears of a bicycle.

# %%
names = ["ddim", "euler", "dpmpp_2m", "heun", "euler_a"]
roads = [studio.text_to_image(PROMPT, seed=1, scheduler=name) for name in names]
figure.row(roads, names)

# %% [markdown]
# The first four head for the same picture by different roads. The last one, `euler_a` ("a" for
# *ancestral*), adds a little new noise at every step.
#
# **Exercise 06.2** What happens when you give `ddim` and `euler_a` more and more steps?
#
# - **A** Both settle on one picture, and it is the same.
# - **B** `ddim` settles, `euler_a` keeps changing.
# - **C** `euler_a` gives another picture every time, even with one seed and one number of steps.

# %%
answer = None  # "A", "B" or "C"
# BEGIN SOLUTION
answer = "B"
# END SOLUTION

# %%
sdlab.check("06.2", answer)

# %%
counts = [10, 20, 40]
calm = [studio.text_to_image(PROMPT, seed=1, num_inference_steps=n) for n in counts]
lively = [studio.text_to_image(PROMPT, seed=1, num_inference_steps=n, scheduler="euler_a") for n in counts]
figure.grid([calm, lively], [f"{n} steps" for n in counts], ["ddim", "euler_a"])

# %% [markdown]
# ## Error against cost · 10 minutes
#
# Now with numbers. The **reference** is a run of 50 steps; the error is the mean difference from it, in
# levels from 0 to 255. The **cost** is how often the model is asked: that is what takes the time.

# %%
from sdlab.course.exercise.lesson_06 import distance

reference = studio.text_to_image(PROMPT, seed=1, num_inference_steps=50)
costs = [3, 6, 10, 16, 25]


# %%
def errors(name):
    runs = [studio.text_to_image(PROMPT, seed=1, num_inference_steps=n, scheduler=name) for n in costs]
    return [distance(one, reference) for one in runs]


curves = {name: (costs, errors(name)) for name in ("ddim", "dpmpp_2m", "euler_a")}
figure.lines(curves, across="times the model is asked", up="error in levels")

# %% [markdown]
# Read it like this: choose how much error you can bear, go to the right until a curve falls below it, and
# read off the cost. A curve that never falls is a scheduler that goes somewhere else. That is not
# *worse*, it is just another picture.

# %% [markdown]
# ## What sizes are there? · 5 minutes
#
# A picture is packed into latents, 8 × 8 pixels into one. So not every size is possible. Try one:

# %%
try:
    studio.text_to_image(PROMPT, width=125)
except sdlab.SdlabError as error:
    print(error)

# %% [markdown]
# **Exercise 06.1** Write a function that turns any side into the nearest legal one. (Half-way goes up.)


# %%
def legal(side):
    # BEGIN SOLUTION
    return (side + 4) // 8 * 8
    # END SOLUTION


# %%
sdlab.check("06.1", legal)

# %% [markdown]
# Legal is not the same as good. A model has seen pictures of *one* size in training:

# %%
sizes = [(96, 96), (128, 128), (192, 96)]
shown = [studio.text_to_image(PROMPT, seed=1, width=w, height=h).picture.resize((192, 192)) for w, h in sizes]
figure.row(shown, [f"{w} × {h}, stretched" for w, h in sizes])

# %% [markdown]
# ## The cheapest that is good enough · 10 minutes
#
# **Exercise 06.3** Find a scheduler and a number of steps that ask the model at most 40 times and come
# within 3 levels of the reference, with the same prompt and seed. (`heun` asks twice a step, so 20 steps
# of it cost 40.) Give both runs. Then compare with your neighbours: who paid the least?

# %%
pair = None  # [cheap, reference]
# BEGIN SOLUTION
tries = [studio.text_to_image(PROMPT, seed=1, num_inference_steps=n) for n in (8, 16, 25, 32, 40)]
pair = [next((one for one in tries if distance(one, reference) <= 3), tries[-1]), reference]
# END SOLUTION

# %%
sdlab.check("06.3", pair)

# %%
figure.difference(*pair, ("cheap", "reference")) if pair else "Find your pair, then run this cell again."

# %% [markdown]
# ## You have
#
# - seen that steps cost time in proportion, and gain less and less;
# - told schedulers that settle from schedulers that wander;
# - measured error against cost, and bought no more than you need.
#
# **To talk about:** A paper says "our scheduler needs only 10 steps". What else would you want to know?
#
# Next: [08 · Picture to picture](08_picture_to_picture.ipynb).

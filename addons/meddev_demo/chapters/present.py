def load(env, today):
    pass

from . import evidence, sign_button

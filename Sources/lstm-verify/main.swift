print("lstm-verify")

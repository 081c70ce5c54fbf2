"""Whether guessing voucher codes is stopped."""

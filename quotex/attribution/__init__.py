"""Attribution: cue, source and content of each quotation, by rules over dependency trees."""

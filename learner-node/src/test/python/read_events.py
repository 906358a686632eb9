"""Reads a folder of event files as TensorBoard does, checksums included, and prints a scalar and a histogram."""
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1], size_guidance={"histograms": 0, "scalars": 0})
events.Reload()
loss = events.Scalars("learning/loss")[0]
print(loss.step, loss.value)
print(sorted(events.Tags()["histograms"]), events.Histograms("td_error/absolute")[0].histogram_value.num)

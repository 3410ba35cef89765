#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What XRT's hw_emu starts, in the directory that it has unpacked; it waits for
# this very process.
exec ./levee_device_model

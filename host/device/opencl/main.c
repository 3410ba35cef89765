/* SPDX-License-Identifier: Apache-2.0
 *
 * main.c: a session on OpenCL: the card that an xclbin is for, or any device. */
#include "device/opencl/card.h"
#include "device/opencl/sweep.h"

int main(int argc, char **argv)
{
    const bool given = argc == 2 && argv[1][0] != '\0';

    return levee_session_serve(given ? &levee_opencl_card : &levee_opencl_sweep, argc, argv);
}

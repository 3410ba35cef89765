/* SPDX-License-Identifier: Apache-2.0
 *
 * stdint.h: what hls/ asks of <stdint.h>, by OpenCL C's own types. */
#ifndef LEVEE_OPENCL_C_STDINT_H
#define LEVEE_OPENCL_C_STDINT_H

typedef uchar uint8_t;
typedef ushort uint16_t;
typedef uint uint32_t;
typedef ulong uint64_t;
typedef int int32_t;
typedef long int64_t;

#define INT64_C(value) value##L
#define UINT64_C(value) value##UL
#define INT64_MAX INT64_C(0x7fffffffffffffff)

#endif

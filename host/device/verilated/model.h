/* SPDX-License-Identifier: Apache-2.0
 *
 * model.h: the Verilated kernel's pins, for C. One build of the kernel is one
 * levee_model_t; model.cpp makes it of the class that Verilator writes. */
#ifndef LEVEE_DEVICE_VERILATED_MODEL_H
#define LEVEE_DEVICE_VERILATED_MODEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { LEVEE_MASTERS_MAX = 13, LEVEE_BUS_WORDS = 8 };

/* levee_axi_pins_t: one AXI4 master of 512 bits. `in`: what memory drives. */
typedef struct {
    struct {
        uint8_t arready, rvalid, rlast, rresp, awready, wready, bvalid, bresp;
        uint64_t rdata[LEVEE_BUS_WORDS];
    } in;
    struct {
        uint64_t araddr, awaddr, wstrb;
        uint8_t arlen, arvalid, rready, awlen, awvalid, wvalid, wlast, bready;
        uint64_t wdata[LEVEE_BUS_WORDS];
    } out;
} levee_axi_pins_t;

/* levee_lite_pins_t: the AXI4-Lite slave. */
typedef struct {
    struct {
        uint32_t awaddr, wdata, araddr;
        uint8_t awvalid, wvalid, wstrb, bready, arvalid, rready;
    } in;
    struct {
        uint32_t rdata;
        uint8_t awready, wready, bvalid, arready, rvalid, interrupt;
    } out;
} levee_lite_pins_t;

/* levee_pins_t: masters in the order command, then legs, constants and results
 * of group 0, of group 1 ... */
typedef struct {
    uint8_t rst;
    levee_lite_pins_t control;
    levee_axi_pins_t master[LEVEE_MASTERS_MAX];
} levee_pins_t;

/* levee_model_t: settle applies the `in` pins while the clock is low and reads
 * the `out` pins; clock is the rising edge. `kernel` is the instance. */
typedef struct {
    uint32_t lanes;
    void *(*open)(uint64_t seed);
    void (*settle)(void *kernel, levee_pins_t *pins);
    void (*clock)(void *kernel);
    void (*close)(void *kernel);
} levee_model_t;

/* levee_model_verilated is the kernel of the backend: 8 lanes, 3 measures, 512
 * instruments of 16 tiers. */
extern const levee_model_t levee_model_verilated;

#ifdef __cplusplus
}
#endif

#endif

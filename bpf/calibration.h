/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A hit of which nothing is made: what the trap takes, and the frame that all programs have. */
#ifndef CALIBRATION_H
#define CALIBRATION_H

#include "programs.h"

GO_POINT(nothing)
{
	return 0;
}

#endif

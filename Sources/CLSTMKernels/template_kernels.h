// The kernels themselves. Needs template_vector.h, template_activation.h, ROWS (rows of a tile) and SOLO_PANELS
// (panels of a tile for a single row).

// Products of `rows` rows with `panels` neighbouring panels, summed in registers. Both are constants where it is
// called, so that every loop over them disappears.
INNER void NAME(tile)(size_t rows, size_t panels, const void *const *x, size_t depth, const SCALAR *packed,
                      const SCALAR *bias, SCALAR *z, size_t z_stride) {
  NAME(vector) sum[ROWS > SOLO_PANELS ? ROWS : SOLO_PANELS][4];
  const SCALAR *row[ROWS];
#pragma clang loop unroll(full)
  for (size_t n = 0; n < rows; ++n) {
    row[n] = x[n];
  }
#pragma clang loop unroll(full)
  for (size_t n = 0; n < rows * panels; ++n) {
    const SCALAR *start = bias ? bias + n / rows * 4 * LANES : z + n % rows * z_stride + n / rows * 4 * LANES;
#pragma clang loop unroll(full)
    for (size_t gate = 0; gate < 4; ++gate) {
      sum[n][gate] = NAME(load)(start + gate * LANES);
    }
  }
  for (size_t k = 0; k < depth; ++k) {
    NAME(vector) value[ROWS];
#pragma clang loop unroll(full)
    for (size_t n = 0; n < rows; ++n) {
      value[n] = (NAME(vector))row[n][k];
    }
#pragma clang loop unroll(full)
    for (size_t panel = 0; panel < panels; ++panel) {
#pragma clang loop unroll(full)
      for (size_t gate = 0; gate < 4; ++gate) {
        NAME(vector) weight = NAME(load)(packed + ((panel * depth + k) * 4 + gate) * LANES);
#pragma clang loop unroll(full)
        for (size_t n = 0; n < rows; ++n) {
          sum[panel * rows + n][gate] = NAME(multiply_add)(value[n], weight, sum[panel * rows + n][gate]);
        }
      }
    }
  }
#pragma clang loop unroll(full)
  for (size_t n = 0; n < rows * panels; ++n) {
    SCALAR *end = z + n % rows * z_stride + n / rows * 4 * LANES;
#pragma clang loop unroll(full)
    for (size_t gate = 0; gate < 4; ++gate) {
      NAME(store)(end + gate * LANES, sum[n][gate]);
    }
  }
}

TARGET static void NAME(accumulate)(size_t rows, const void *const *x, size_t depth, const void *packed_kernel,
                                    size_t panels, const void *bias_row, void *z_rows) {
  const SCALAR *packed = packed_kernel, *bias = bias_row;
  SCALAR *z = z_rows;
  size_t z_stride = panels * 4 * LANES;
  size_t panel = 0;
  if (rows == 1) {
    for (; panel + SOLO_PANELS <= panels; panel += SOLO_PANELS) {
      size_t column = panel * 4 * LANES;
      NAME(tile)(1, SOLO_PANELS, x, depth, packed + column * depth, bias ? bias + column : NULL, z + column, z_stride);
    }
  }
  for (; panel < panels; ++panel) {
    size_t column = panel * 4 * LANES;
    const SCALAR *weights = packed + column * depth, *start = bias ? bias + column : NULL;
    size_t n = 0;
    for (; n + ROWS <= rows; n += ROWS) {
      NAME(tile)(ROWS, 1, x + n, depth, weights, start, z + n * z_stride + column, z_stride);
    }
    SCALAR *rest = z + n * z_stride + column;
    switch (rows - n) {
#if ROWS > 4
    case 5:
      NAME(tile)(5, 1, x + n, depth, weights, start, rest, z_stride);
      break;
    case 4:
      NAME(tile)(4, 1, x + n, depth, weights, start, rest, z_stride);
      break;
    case 3:
      NAME(tile)(3, 1, x + n, depth, weights, start, rest, z_stride);
      break;
#endif
#if ROWS > 2
    case 2:
      NAME(tile)(2, 1, x + n, depth, weights, start, rest, z_stride);
      break;
#endif
    case 1:
      NAME(tile)(1, 1, x + n, depth, weights, start, rest, z_stride);
      break;
    default:
      break;
    }
  }
}

INNER void NAME(cell_row)(size_t panels, const SCALAR *z, SCALAR *c, SCALAR *h, clstm_activation tanh_activation,
                          clstm_activation sigmoid_activation) {
  for (size_t panel = 0; panel < panels; ++panel, z += 4 * LANES, c += LANES, h += LANES) {
    NAME(vector) i = NAME(activate)(NAME(load)(z), sigmoid_activation);
    NAME(vector) f = NAME(activate)(NAME(load)(z + LANES), sigmoid_activation);
    NAME(vector) j = NAME(activate)(NAME(load)(z + 2 * LANES), tanh_activation);
    NAME(vector) o = NAME(activate)(NAME(load)(z + 3 * LANES), sigmoid_activation);
    NAME(vector) state = NAME(multiply_add)(f, NAME(load)(c), i * j);
    NAME(store)(c, state);
    NAME(store)(h, o * NAME(activate)(state, tanh_activation));
  }
}

TARGET static void NAME(cell)(size_t panels, const void *z, void *c, void *h, clstm_activation tanh_activation,
                              clstm_activation sigmoid_activation) {
  if (tanh_activation == clstm_activation_tanh && sigmoid_activation == clstm_activation_sigmoid) {
    NAME(cell_row)(panels, z, c, h, clstm_activation_tanh, clstm_activation_sigmoid);
  } else {
    NAME(cell_row)(panels, z, c, h, tanh_activation, sigmoid_activation);
  }
}

const clstm_kernels CLSTM_JOIN(clstm_kernels, ISA_NAME, SCALAR_NAME, ) = {LANES, NAME(accumulate), NAME(cell)};

/* One training step of a multilayer perceptron: mean loss and its gradient, in plain C.
 *
 * The compiler is told the network by macros: SIZES (for example 2,16,16,1), WIDEST (the
 * largest of them), BLOCK (examples per block, a multiple of 4), LOSS (one of the three
 * functions below), for tanh instead of relu TANH, and for large layers TILED.
 *
 * Arrays are rows of BLOCK examples, one row per unit, so every inner loop runs over
 * neighbouring numbers and a constant count: the compiler turns it into vector instructions.
 * Parameters and gradients lie layer by layer, neuron by neuron, weights before bias.
 */
#include <math.h>
#include <string.h>

static const int SIZE[] = {SIZES};
enum { LAYERS = sizeof SIZE / sizeof *SIZE - 1 };

typedef double Row[BLOCK];
#define EACH_EXAMPLE for (int n = 0; n < BLOCK; n++)

#ifdef TILED
/* For layers that do not fit into the first cache, matrix products by tiles: UNITS rows by two
 * vectors of columns are kept in registers, so that each number that is loaded is used often. */
#ifdef __AVX512F__
enum { LANES = 8, UNITS = 8, COLUMNS = 2 * LANES, DEPTH = 128 };
#else
enum { LANES = 4, UNITS = 4, COLUMNS = 2 * LANES, DEPTH = 128 };
#endif
typedef double Vector __attribute__((vector_size(8 * LANES), aligned(8), may_alias));
#define VECTOR(address) (*(Vector *)(address))
#define UNROLL _Pragma("GCC unroll 8")
#define TILE static inline __attribute__((always_inline)) void

typedef struct {
    const double *start;
    int row, column; /* distance of neighbours in a column, and in a row */
} Matrix;

/* c += a b for some rows of a and c, and two vectors of columns of b and c */
TILE tile(const int rows, int depth, const double *a, Matrix A, const double *b, int b_row,
          double *c, int c_row)
{
    Vector left[UNITS], right[UNITS];
    UNROLL for (int r = 0; r < rows; r++) {
        left[r] = VECTOR(c + r * c_row);
        right[r] = VECTOR(c + r * c_row + LANES);
    }
    for (int k = 0; k < depth; k++, a += A.column, b += b_row)
        UNROLL for (int r = 0; r < rows; r++) {
            left[r] += a[r * A.row] * VECTOR(b);
            right[r] += a[r * A.row] * VECTOR(b + LANES);
        }
    UNROLL for (int r = 0; r < rows; r++) {
        VECTOR(c + r * c_row) = left[r];
        VECTOR(c + r * c_row + LANES) = right[r];
    }
}

/* c += a b; the columns of b and c are neighbours. DEPTH rows by COLUMNS of b stay in the first
 * cache while all rows of a pass by. */
static void multiply(int rows, int depth, int columns, Matrix A, const double *b, int b_row,
                     double *c, int c_row)
{
    for (int from = 0; from < depth; from += DEPTH) {
        int part = depth - from < DEPTH ? depth - from : DEPTH;
        for (int n = 0; n + COLUMNS <= columns; n += COLUMNS) {
            const double *strip = b + from * b_row + n, *a = A.start + from * A.column;
            int r = 0;
            for (; r + UNITS <= rows; r += UNITS)
                tile(UNITS, part, a + r * A.row, A, strip, b_row, c + r * c_row + n, c_row);
            for (; r < rows; r++)
                tile(1, part, a + r * A.row, A, strip, b_row, c + r * c_row + n, c_row);
        }
        for (int r = 0; r < rows; r++)
            for (int k = from; k < from + part; k++)
                for (int n = columns - columns % COLUMNS; n < columns; n++)
                    c[r * c_row + n] += A.start[r * A.row + k * A.column] * b[k * b_row + n];
    }
}

/* outputs = weights * inputs + bias */
static void affine(const double *w, int in, int out, const Row *inputs, Row *outputs)
{
    for (int o = 0; o < out; o++)
        EACH_EXAMPLE outputs[o][n] = w[o * (in + 1) + in];
    multiply(out, in, BLOCK, (Matrix){w, in + 1, 1}, *inputs, BLOCK, *outputs, BLOCK);
}

/* slope of the inputs = transposed weights * slope of the outputs */
static void affine_backward(const double *w, int in, int out, const Row *slope, Row *result)
{
    memset(result, 0, in * sizeof *result);
    multiply(in, out, BLOCK, (Matrix){w, 1, in + 1}, *slope, BLOCK, *result, BLOCK);
}

/* gradient of the parameters += slope of the outputs * inputs, summed over the examples */
static void affine_gradient(double *g, int in, int out, const Row *inputs, const Row *slope)
{
    static double turned[BLOCK * WIDEST];
    for (int i = 0; i < in; i++)
        EACH_EXAMPLE turned[n * in + i] = inputs[i][n];
    multiply(out, BLOCK, in, (Matrix){*slope, BLOCK, 1}, turned, in, g, in + 1);
    for (int o = 0; o < out; o++)
        EACH_EXAMPLE g[o * (in + 1) + in] += slope[o][n];
}
#else
/* outputs = weights * inputs + bias */
static inline void affine(const double *w, int in, int out, const Row *inputs, Row *outputs)
{
    for (int o = 0; o < out; o++, w += in + 1) {
        Row sum;
        EACH_EXAMPLE sum[n] = w[in];
        for (int i = 0; i < in; i++)
            EACH_EXAMPLE sum[n] += w[i] * inputs[i][n];
        memcpy(outputs[o], sum, sizeof sum);
    }
}

/* slope of the inputs = transposed weights * slope of the outputs */
static inline void affine_backward(const double *w, int in, int out, const Row *slope, Row *result)
{
    for (int i = 0; i < in; i++) {
        Row sum = {0};
        for (int o = 0; o < out; o++)
            EACH_EXAMPLE sum[n] += w[o * (in + 1) + i] * slope[o][n];
        memcpy(result[i], sum, sizeof sum);
    }
}

/* gradient of the parameters += slope of the outputs * inputs, summed over the examples */
static inline void affine_gradient(double *g, int in, int out, const Row *inputs, const Row *slope)
{
    for (int o = 0; o < out; o++, g += in + 1) {
        for (int i = 0; i < in; i++) {
            double sum = 0;
            EACH_EXAMPLE sum += slope[o][n] * inputs[i][n];
            g[i] += sum;
        }
        double sum = 0;
        EACH_EXAMPLE sum += slope[o][n];
        g[in] += sum;
    }
}
#endif

static inline void activate(int units, Row *z)
{
    for (int u = 0; u < units; u++)
#ifdef TANH
        EACH_EXAMPLE z[u][n] = tanh(z[u][n]);
#else
        EACH_EXAMPLE z[u][n] = z[u][n] > 0 ? z[u][n] : 0;
#endif
}

static inline void activate_backward(int units, const Row *outputs, Row *slope)
{
    for (int u = 0; u < units; u++)
#ifdef TANH
        EACH_EXAMPLE slope[u][n] *= 1 - outputs[u][n] * outputs[u][n];
#else
        EACH_EXAMPLE slope[u][n] = outputs[u][n] > 0 ? slope[u][n] : 0;
#endif
}

/* Each loss returns this block's part of the mean and writes the slope of the scores.
 * share[n] is 1 / (number of examples), or 0 where the last block is only filled up. */

static inline double hinge(int units, const Row *score, const Row *y, const double *share, Row *slope)
{
    double loss = 0;
    (void)units;
    EACH_EXAMPLE {
        double margin = 1 - y[0][n] * score[0][n];
        double active = margin > 0 ? share[n] : 0;
        loss += active * margin;
        slope[0][n] = -active * y[0][n];
    }
    return loss;
}

static inline double binary_cross_entropy(int units, const Row *z, const Row *y, const double *share,
                                          Row *slope)
{
    double loss = 0;
    (void)units;
    EACH_EXAMPLE {
        double small = exp(-fabs(z[0][n])); /* never overflows */
        double softplus = (z[0][n] > 0 ? z[0][n] : 0) + log1p(small);
        double sigmoid = (z[0][n] > 0 ? 1 : small) / (1 + small);
        loss += share[n] * (softplus - y[0][n] * z[0][n]);
        slope[0][n] = share[n] * (sigmoid - y[0][n]);
    }
    return loss;
}

static inline double cross_entropy(int units, const Row *z, const Row *y, const double *share, Row *slope)
{
    Row largest, total = {0}, target = {0};
    double loss = 0;
    memcpy(largest, z[0], sizeof largest);
    for (int u = 1; u < units; u++)
        EACH_EXAMPLE largest[n] = z[u][n] > largest[n] ? z[u][n] : largest[n];
    for (int u = 0; u < units; u++)
        EACH_EXAMPLE {
            slope[u][n] = exp(z[u][n] - largest[n]);
            total[n] += slope[u][n];
            target[n] += y[u][n] * (z[u][n] - largest[n]);
        }
    for (int u = 0; u < units; u++)
        EACH_EXAMPLE slope[u][n] = share[n] * (slope[u][n] / total[n] - y[u][n]);
    EACH_EXAMPLE loss += share[n] * (log(total[n]) - target[n]);
    return loss;
}

/* Forward and backward for one block; gradients are added to g. */
static double block_step(const double *p, const Row *x, const Row *y, const double *share, double *g)
{
    static Row unit[LAYERS][WIDEST], slope[LAYERS][WIDEST];
    for (int l = 0; l < LAYERS; l++) {
        affine(p, SIZE[l], SIZE[l + 1], l ? unit[l - 1] : x, unit[l]);
        if (l < LAYERS - 1)
            activate(SIZE[l + 1], unit[l]);
        p += (SIZE[l] + 1) * SIZE[l + 1];
        g += (SIZE[l] + 1) * SIZE[l + 1];
    }
    double loss = LOSS(SIZE[LAYERS], unit[LAYERS - 1], y, share, slope[LAYERS - 1]);
    for (int l = LAYERS - 1; l >= 0; l--) {
        p -= (SIZE[l] + 1) * SIZE[l + 1];
        g -= (SIZE[l] + 1) * SIZE[l + 1];
        affine_gradient(g, SIZE[l], SIZE[l + 1], l ? unit[l - 1] : x, slope[l]);
        if (l) {
            affine_backward(p, SIZE[l], SIZE[l + 1], slope[l], slope[l - 1]);
            activate_backward(SIZE[l], unit[l - 1], slope[l - 1]);
        }
    }
    return loss;
}

/* The mean loss over all blocks; writes the gradient of every parameter to g. */
double step(const double *p, const Row *x, const Row *y, const Row *share, int blocks, double *g)
{
    double loss = 0;
    int count = 0;
    for (int l = 0; l < LAYERS; l++)
        count += (SIZE[l] + 1) * SIZE[l + 1];
    memset(g, 0, count * sizeof *g);
    for (int b = 0; b < blocks; b++)
        loss += block_step(p, x + b * SIZE[0], y + b * SIZE[LAYERS], share[b], g);
    return loss;
}

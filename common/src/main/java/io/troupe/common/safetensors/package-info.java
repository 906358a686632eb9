/** Named tensors in a file that PyTorch opens, too. */
package io.troupe.common.safetensors;

/** What the tests of more than one module need. No part of the product: nothing but tests depends on it. */
package io.troupe.testing;

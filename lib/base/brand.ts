/** A `T` that the compiler keeps apart from other `T`s. Costs nothing at run time. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

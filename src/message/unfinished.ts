/** A value of which any part may be missing, as long as somebody works on it: what is there is of its type. */
export type Unfinished<T> = T extends readonly (infer Item)[]
  ? readonly (Unfinished<Item> | undefined)[]
  : T extends object
    ? { readonly [Name in keyof T]?: Unfinished<T[Name]> | undefined }
    : T

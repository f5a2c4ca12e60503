import type { Actor, DetailKinds, EventName, PublicFields, events } from './events.ts'

/** Which entry of its record an entry is, as this node counts them. */
export interface RecordLink {
  /** The request, as its UUID; only its digest enters the log. */
  readonly request: string
  /** 1 for the first entry that this node made about the request, then one more each. */
  readonly number: number
  /** Leaf hash of the entry with the number before, in hex; absent on the first. */
  readonly previous?: string
}

type Shape<E extends EventName> = (typeof events)[E]

type Needed<S> = S extends { readonly needs: readonly (infer F extends keyof PublicFields)[] }
  ? Pick<PublicFields, F>
  : unknown

type Allowed<S> = S extends { readonly may: readonly (infer F extends keyof PublicFields)[] }
  ? Partial<Pick<PublicFields, F>>
  : unknown

type Presence<S, Name extends string, Value> =
  S extends Readonly<Record<Name, 'always'>>
    ? Readonly<Record<Name, Value>>
    : S extends Readonly<Record<Name, 'maybe'>>
      ? Readonly<Partial<Record<Name, Value>>>
      : unknown

type OptionalNames<K> = { [N in keyof K]: K[N] extends `${string}?` ? N : never }[keyof K]

type ValueOf<Kind> = Kind extends `${infer Base extends keyof DetailKinds}?`
  ? DetailKinds[Base]
  : Kind extends keyof DetailKinds
    ? DetailKinds[Kind]
    : never

type DetailsOf<K> = { readonly [N in Exclude<keyof K, OptionalNames<K>>]: ValueOf<K[N]> } & {
  readonly [N in OptionalNames<K>]?: ValueOf<K[N]>
}

type Details<S> = S extends { readonly details: infer K } ? { readonly details: DetailsOf<K> } : unknown

/** One audited event with all its fields: it does not compile without those that its shape demands. */
export type AuditEvent<N extends EventName = EventName> = {
  [E in N]: { readonly event: E } & Needed<Shape<E>> &
    Allowed<Shape<E>> &
    Presence<Shape<E>, 'record', RecordLink> &
    Presence<Shape<E>, 'actor', Actor> &
    Details<Shape<E>>
}[N]

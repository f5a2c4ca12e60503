import type { ComponentChildren } from 'preact'
import type { Words } from '../desk/words.ts'

interface FirstOfProps<Item> {
  readonly words: Words
  readonly items: readonly Item[]
  /** So many are shown; of the others only how many they are. */
  readonly most: number
  readonly show: (item: Item) => ComponentChildren
}

/** The first of several values of one entry, on one line. */
export function FirstOf<Item>({ words, items, most, show }: FirstOfProps<Item>) {
  return (
    <>
      {items.slice(0, most).map((item, place) => (
        <span key={place}>
          {place === 0 ? '' : ' · '}
          {show(item)}
        </span>
      ))}
      {items.length > most ? ` ${words.say('andFurther', { count: items.length - most })}` : null}
    </>
  )
}

import type { JSX } from 'preact'
import { labelOf, titleOf } from '../../letter/words.ts'
import { documentAt } from '../../message/documents.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { readerPaths } from '../paths.ts'
import { ReaderPage, schemaPage } from './ReaderPage.tsx'
import { SampleBody } from './Sample.tsx'
import { English, Name, type ReaderWords } from './words.tsx'

const base = '#/components/schemas/'

interface SchemaProps {
  readonly words: ReaderWords
  readonly name: string
  readonly schema: JsonObject
  /** Something that keeps it; null: none is published. */
  readonly sample: JsonObject | null
}

/** What may stand where, by one schema: its members in a table, and all of it as it is in the document. */
export function SchemaPage({ words, name, schema, sample }: SchemaProps): JSX.Element {
  const { say } = words
  const others = [...new Set(referencesIn(schema))].sort()
  return (
    <ReaderPage words={words} path={readerPaths.readerSchema.replace(':schema', name)} title={name} isName>
      <Title words={words} name={name} schema={schema} />
      {typeof schema.description === 'string' ? (
        <p>
          <English>{schema.description}</English>
        </p>
      ) : null}
      <Members words={words} name={name} schema={schema} />
      {others.length === 0 ? null : (
        <section>
          <h2>{say('Schemas in it')}</h2>
          <ul class="columns">
            {others.map((other) => (
              <li>
                <SchemaLink words={words} name={other} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <SampleBody words={words} sample={sample} level={2} />
      <h2>{say('As JSON Schema')}</h2>
      <pre tabindex={0} lang="en" dir="ltr">
        {JSON.stringify(schema, null, 2)}
      </pre>
    </ReaderPage>
  )
}

/** What the schema is called: in the language of the reader where the published schemas say it. */
function Title({ words: { language }, name, schema }: Omit<SchemaProps, 'sample'>): JSX.Element | null {
  const { titles } = publishedAs(name) ?? {}
  const { title } = schema
  if (typeof title !== 'string') return null
  const isTranslated = typeof titles === 'object' && titles !== null && language in titles
  const said = titleOf(language, { title, ...(titles === undefined ? {} : { titles }) })
  return <p>{isTranslated ? said : <English>{title}</English>}</p>
}

function Members({ words, name, schema }: Omit<SchemaProps, 'sample'>): JSX.Element | null {
  const { say } = words
  const members = isObject(schema.properties) ? Object.entries(schema.properties) : []
  const required = Array.isArray(schema.required) ? schema.required : []
  const published = publishedAs(name)
  const own = isObject(published?.properties) ? published.properties : null
  if (members.length === 0) return null
  return (
    <table>
      <caption>{say('Members')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('Name')}</th>
          <th scope="col">{say('Type')}</th>
          {own === null ? null : <th scope="col">{say('In words')}</th>}
          <th scope="col">{say('What')}</th>
        </tr>
      </thead>
      <tbody>
        {members.map(([member, of]) => (
          <tr>
            <th scope="row">
              <Name text={member} />
              {required.includes(member) ? ` (${say('needed')})` : ''}
            </th>
            <td>
              <TypeOf words={words} schema={of} />
            </td>
            {own === null ? null : <td>{labelIn(words, name, member, own[member])}</td>}
            <td>
              {isObject(of) && typeof of.description === 'string' ? <English>{of.description}</English> : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The schema as it is published, with what it is called in each language; null: it is one of this port alone. */
function publishedAs(name: string): JsonObject | null {
  return documentAt(pathOf(name))
}

function pathOf(name: string): string {
  return `${name.replaceAll('.', '/')}.json`
}

function labelIn(
  { language }: ReaderWords,
  name: string,
  member: string,
  schema: JsonValue | undefined,
): string {
  return labelOf(language, pathOf(name), member, isObject(schema) ? schema : null)
}

interface TypeProps {
  readonly words: ReaderWords
  readonly schema: JsonValue
}

function TypeOf({ words, schema }: TypeProps): JSX.Element {
  const { say } = words
  if (!isObject(schema)) return <Name text={JSON.stringify(schema)} />
  const { $ref, type, items } = schema
  if (typeof $ref === 'string') return <SchemaLink words={words} name={$ref.slice(base.length)} />
  if (type === 'array' && items !== undefined)
    return (
      <span>
        {say('list of')} <TypeOf words={words} schema={items} />
      </span>
    )
  if (Array.isArray(type)) return <Name text={type.filter((one) => typeof one === 'string').join(' | ')} />
  if (typeof type === 'string') return <Name text={type} />
  return <span>{say('const' in schema ? 'constant' : 'alternatives')}</span>
}

function SchemaLink({ words, name }: { readonly words: ReaderWords; readonly name: string }): JSX.Element {
  return (
    <a href={schemaPage(name, words)}>
      <Name text={name} />
    </a>
  )
}

function referencesIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (!isObject(value)) return []
  const own = typeof value.$ref === 'string' ? [value.$ref.slice(base.length)] : []
  return [...own, ...Object.values(value).flatMap(referencesIn)]
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

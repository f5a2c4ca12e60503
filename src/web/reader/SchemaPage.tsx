import type { JSX } from 'preact'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { ReaderPage, schemaPage } from './Reader.tsx'

const base = '#/components/schemas/'

/** What may stand where, by one schema: its members in a table, and all of it as it is in the document. */
export function SchemaPage({
  name,
  schema,
}: {
  readonly name: string
  readonly schema: JsonObject
}): JSX.Element {
  const members = isObject(schema.properties) ? Object.entries(schema.properties) : []
  const required = Array.isArray(schema.required) ? schema.required : []
  const others = [...new Set(referencesIn(schema))].sort()
  return (
    <ReaderPage title={name}>
      {typeof schema.title === 'string' ? <p>{schema.title}</p> : null}
      {typeof schema.description === 'string' ? <p>{schema.description}</p> : null}
      {members.length === 0 ? null : (
        <table>
          <caption>Members</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Type</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {members.map(([member, of]) => (
              <tr>
                <th scope="row">
                  <code>{member}</code>
                  {required.includes(member) ? ' (needed)' : ''}
                </th>
                <td>
                  <TypeOf schema={of} />
                </td>
                <td>{isObject(of) && typeof of.description === 'string' ? of.description : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {others.length === 0 ? null : (
        <section>
          <h2>Schemas in it</h2>
          <ul class="columns">
            {others.map((other) => (
              <li>
                <a href={schemaPage(other)}>{other}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <h2>As JSON Schema</h2>
      <pre tabindex={0}>{JSON.stringify(schema, null, 2)}</pre>
    </ReaderPage>
  )
}

function TypeOf({ schema }: { readonly schema: JsonValue }): JSX.Element {
  if (!isObject(schema)) return <span>anything</span>
  const { $ref, type, items } = schema
  if (typeof $ref === 'string') {
    const name = $ref.slice(base.length)
    return <a href={schemaPage(name)}>{name}</a>
  }
  if (type === 'array' && items !== undefined)
    return (
      <span>
        list of <TypeOf schema={items} />
      </span>
    )
  if (Array.isArray(type)) return <span>{type.filter((one) => typeof one === 'string').join(' or ')}</span>
  return <span>{typeof type === 'string' ? type : 'const' in schema ? 'constant' : 'alternatives'}</span>
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

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { apiPaths, exhibitPaths, paths, readerPaths, systemPaths } from '../../src/web/paths.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8')

describe('the addresses of a node', () => {
  it('are exactly those that docs/operations.md tells who puts a proxy before it', () => {
    const [, after = ''] = page.split('A node is reached under exactly these:\n')
    const [table = ''] = after.trimStart().split('\n\n')
    const told = [...table.matchAll(/`(?:GET|POST) ([^`]+)`/g)].map(([, path = '']) => path)
    assert.deepEqual(told.sort(), Object.values(paths).sort())
  })

  it('that systems of the State ask are exactly those that docs/operations.md tells', () => {
    const [, after = ''] = page.split(
      'It is reached under exactly these, and answers to no other origin of a browser:\n',
    )
    const [table = ''] = after.trimStart().split('\n\n')
    const told = [...table.matchAll(/`(?:GET|HEAD|PUT|PATCH|DELETE|OPTIONS|POST) ([^`]+)`/g)].map(
      ([, path = '']) => path,
    )
    const all = [apiPaths, exhibitPaths, systemPaths, readerPaths].flatMap((each) => Object.values(each))
    assert.deepEqual([...new Set(told)].sort(), all.sort())
  })
})

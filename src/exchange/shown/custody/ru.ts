import type { CustodyWords } from '../custodyWords.ts'

/** The words around a chain of custody in Russian. */
export const russian: CustodyWords = {
  title: 'Цепочка хранения: {name}',
  file: 'вложение {deposit}, {state}; SHA-256 {sha256}; {status}',
  source: 'получено из {source}',
  place: 'место: {text}',
  reason: 'основание: {text}',
  change: 'изменено: {text}',
  hashed: 'хеш на тот момент: SHA-256 {sha256}',
  damaged: 'обнаружено повреждение ({code})',
  node: 'узел',
  proofs: {
    message: 'сообщение {name}',
    log: 'запись журнала {name}',
    report: 'отчёт {name}',
    erasure: 'стёрто вместе с запросом {name}',
    entry: 'запись {index} журнала {state}, лист {name}',
  },
  handed: '{exhibit} {name}, передано в сообщении {sequence} запроса {reference}',
  stated: 'SHA-256, как он был указан при передаче: {sha256}',
  written: 'как было записано: {at}',
  translated: 'перевод ({language}): {text}',
  names:
    'Время — UTC. Сообщение или отчёт обозначается SHA-256 того, что в нём подписано: двух первых частей его файла с точкой между ними, а не файла.',
  holds: 'Программа не нашла противоречий между тем, что здесь подписано, и тем, что говорят журналы.',
  dispute: {
    open: 'Возражение остаётся открытым: никто не ответил.',
    answered: 'Возражение остаётся в силе, и на него дан ответ.',
    replaced: 'Оно было оспорено, и его место занял другой файл.',
  },
  acceptance: {
    place: '{measure}, {exhibit} из сообщения {sequence}',
    placeIn: '{measure}, {exhibit} из сообщения {sequence} запроса {reference}',
    open: 'ещё не решено',
    accepted: 'принято: {from}, сообщение {sequence}, {at}',
    disputed: 'оспорено: {from}, сообщение {sequence}, {at}',
    replaced: 'заменено: {exhibit} из сообщения {sequence}, {at}',
    found: 'полученное имело другой SHA-256: {sha256}',
    answered: 'ответ: {from}, сообщение {sequence}, {at}',
  },
  findings: {
    hashDiffers: 'звено {link}: хеш не тот, который был указан: {value}',
    damaged: 'звено {link}: файл оказался повреждён ({value})',
    outOfOrder: 'звено {link}: время не может быть верным: {value}',
    sourceMissing: 'источника {value} здесь нет',
    sourceAtHome: 'изготовлено из {value}; этот источник не передавался и остаётся у своего государства',
    notReturned: 'подлинники следовало вернуть до {value}, и никто не сообщает об их возврате',
  },
}

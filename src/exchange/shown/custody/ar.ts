import type { CustodyWords } from '../custodyWords.ts'

/** The words around a chain of custody in Arabic. */
export const arabic: CustodyWords = {
  title: 'سلسلة حيازة {name}',
  file: 'الوديعة {deposit} من {state}؛ SHA-256 {sha256}؛ {status}',
  source: 'مأخوذ من {source}',
  place: 'المكان: {text}',
  reason: 'السبب: {text}',
  change: 'ما تغيّر: {text}',
  hashed: 'البصمة حينها: SHA-256 {sha256}',
  damaged: 'وُجد تالفًا ({code})',
  node: 'العقدة',
  proofs: {
    message: 'الرسالة {name}',
    log: 'قيد السجل {name}',
    report: 'التقرير {name}',
    erasure: 'مُحي مع الطلب {name}',
    entry: 'القيد {index} من سجل {state}، الورقة {name}',
  },
  handed: '{exhibit} {name}، سُلِّم في الرسالة {sequence} من الطلب {reference}',
  stated: 'SHA-256 كما ذُكر عند التسليم: {sha256}',
  written: 'كما كُتب: {at}',
  translated: 'الترجمة ({language}): {text}',
  names:
    'الأوقات بالتوقيت العالمي UTC. تُسمّى الرسالة أو التقرير ببصمة SHA-256 لما وُقّع فيها: الجزآن الأولان من ملفها مع النقطة بينهما، لا الملف.',
  holds: 'لم يجد البرنامج تناقضًا بين ما وُقّع هنا وما تقوله السجلات.',
  dispute: {
    open: 'ما زال اعتراض عليه قائمًا: لم يجب أحد.',
    answered: 'ما زال اعتراض عليه قائمًا، وقد أُجيب عنه.',
    replaced: 'اعتُرض عليه، وحل محله ملف آخر.',
  },
  acceptance: {
    place: '{measure}، {exhibit} من الرسالة {sequence}',
    placeIn: '{measure}، {exhibit} من الرسالة {sequence} من الطلب {reference}',
    open: 'ما زال معلقًا',
    accepted: 'قبلته {from} في الرسالة {sequence}، {at}',
    disputed: 'اعترضت عليه {from} في الرسالة {sequence}، {at}',
    replaced: 'حل محله {exhibit} من الرسالة {sequence}، {at}',
    found: 'ما استُلم له بصمة SHA-256 أخرى: {sha256}',
    answered: 'أجابت {from} في الرسالة {sequence}، {at}',
  },
  findings: {
    hashDiffers: 'الحلقة {link}: البصمة غير التي ذُكرت: {value}',
    damaged: 'الحلقة {link}: وُجد الملف تالفًا ({value})',
    outOfOrder: 'الحلقة {link}: لا يمكن أن يكون الوقت صحيحًا: {value}',
    sourceMissing: 'المصدر {value} ليس هنا',
    sourceAtHome: 'استُخرج من {value} الذي لم يُسلَّم ويبقى لدى دولته',
    notReturned: 'كان يجب إعادة الأصول في موعد أقصاه {value}، ولا أحد يقول إنها أعيدت',
  },
}

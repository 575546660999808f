/** Loaded before a measured process's own code: its last line on stderr says how much memory it ever held at once. */
import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) process.on('exit', () => void writeSync(2, `\npeak memory ${process.resourceUsage().maxRSS} KiB\n`))

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the one folder that everything of a jest run is written to; workers inherit the variable. */
export default function createScratchFolder(): void {
	process.env.CHARGEBEE_ORDERS_SCRATCH = mkdtempSync(join(tmpdir(), 'chargebee-orders-test-'));
}

import { rmSync } from 'node:fs';

/** Removes the folder of the jest run with all binary data in it. */
export default function removeScratchFolder(): void {
	const folder = process.env.CHARGEBEE_ORDERS_SCRATCH;
	if (folder) rmSync(folder, { recursive: true, force: true });
}

/** The sandbox in a process of its own, so that its work does not count as the node's. */
import { startSandbox } from '../sandbox';

const orders = Number(process.argv[2] ?? 250);

void startSandbox({ orders, exportMs: 50 }).then((sandbox) => {
	process.send?.({ url: sandbox.url, apiKey: sandbox.apiKey });
	process.once('disconnect', () => void sandbox.close());
});

import axios from 'axios';

interface ExportBody {
	export: { id: string; status: string; download?: { download_url: string } };
}

/** The ZIP of an export of all orders, fetched without the node. */
export async function getBinary({ url, apiKey }: { url: string; apiKey: string }): Promise<Uint8Array> {
	const auth = { username: apiKey, password: '' };
	let { data } = await axios.post<ExportBody>(`${url}/api/v2/exports/orders`, '', {
		auth,
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
	});
	while (data.export.status === 'in_process') {
		await new Promise((resolve) => setTimeout(resolve, 100));
		({ data } = await axios.get<ExportBody>(`${url}/api/v2/exports/${data.export.id}`, { auth }));
	}
	const file = await axios.get<ArrayBuffer>(data.export.download?.download_url ?? '', { responseType: 'arraybuffer' });
	return new Uint8Array(file.data);
}

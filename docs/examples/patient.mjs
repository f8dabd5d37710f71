// A `fetch` for any client: where the gateway says how long to wait, it waits and sends the same request again, at most `times` times.
export const patient = (fetch, { statuses = [429], times = 3, longest = 30 } = {}) => async (...request) => {
  for (let left = times; ; left -= 1) {
    const response = await fetch(...request);
    const seconds = Number(response.headers.get('retry-after') ?? NaN);
    if (!statuses.includes(response.status) || !(seconds <= longest) || left === 0) return response;
    await response.body?.cancel();
    await new Promise((done) => setTimeout(done, seconds * 1000));
  }
};

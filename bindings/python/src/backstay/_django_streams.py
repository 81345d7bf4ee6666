"""A permit that is held until a streaming response of Django has ended."""

from collections.abc import AsyncIterator, Callable, Iterator

from django.http.response import HttpResponseBase, StreamingHttpResponse

from backstay import Permit


def hold(response: HttpResponseBase, permit: Permit, complete: Callable[[], None]) -> bool:
    """Let `permit` end with the stream of `response` and return True; False, and nothing is done, where it has none.

    `complete` reports a stream that came to its end. One that raises is judged by the policy; one that is closed before its end
    means that the client went away. A file that the server sends by itself counts as complete when it is closed.
    """
    if not isinstance(response, StreamingHttpResponse):
        return False
    close = response.close
    is_file = getattr(response, "file_to_stream", None) is not None

    def close_and_report() -> None:
        try:
            close()
        finally:
            if is_file:
                complete()
            else:
                permit.cancelled()

    # Whoever serves a response calls this at the end in any case. A second report is ignored.
    response.close = close_and_report  # type: ignore[method-assign]
    if is_file:
        return True
    content = response.streaming_content
    if isinstance(content, AsyncIterator):
        response.streaming_content = _watch_async(content, permit, complete)
    else:
        response.streaming_content = _watch(iter(content), permit, complete)
    return True


def _watch(content: Iterator[bytes], permit: Permit, complete: Callable[[], None]) -> Iterator[bytes]:
    try:
        yield from content
    except Exception as error:
        permit.__exit__(type(error), error, error.__traceback__)
        raise
    complete()


async def _watch_async(
    content: AsyncIterator[bytes], permit: Permit, complete: Callable[[], None]
) -> AsyncIterator[bytes]:
    try:
        async for part in content:
            yield part
    except Exception as error:
        permit.__exit__(type(error), error, error.__traceback__)
        raise
    complete()

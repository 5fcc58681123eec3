#pragma once

// Include before any header of Asio.
//
// Thread sanitizer knows no fences. Asio's guard what handlers leave behind for code outside it, which
// ours does through mutexes and atomics; without them it sees all the rest.
#if defined(__SANITIZE_THREAD__)
#define BOOST_ASIO_DISABLE_FENCED_BLOCK 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BOOST_ASIO_DISABLE_FENCED_BLOCK 1
#endif
#endif

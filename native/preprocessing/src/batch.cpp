#include "batch.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>

#include "boundary.hpp"

namespace stokes {

namespace {

struct Batch {
  std::shared_ptr<const Chain> chain;
  std::size_t count = 0;
  std::size_t threads = 1;
  /** A copy: JavaScript may change or give away its arrays while the threads read. */
  std::unique_ptr<double[]> spectra;
  std::unique_ptr<double*[]> results;
  std::unique_ptr<bool[]> sound;
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> done{0};
  std::atomic<bool> cancelled{false};
};

/** What lives until the promise is settled. */
struct Job {
  std::shared_ptr<Batch> batch;
  napi_async_work work = nullptr;
  napi_deferred deferred = nullptr;
  /** Keeps the arrays that the threads write to. */
  napi_ref results = nullptr;
};

/** Takes one group after another until there is none left. */
void workOff(Batch& batch) {
  const Chain& chain = *batch.chain;
  Chain::Workspace workspace(chain);
  const std::size_t width = chain.width();
  while (!batch.cancelled.load(std::memory_order_relaxed)) {
    const std::size_t start = batch.next.fetch_add(width, std::memory_order_relaxed);
    if (start >= batch.count) return;
    const std::size_t size = std::min(width, batch.count - start);
    const double* spectra[kWidestGroup];
    for (std::size_t i = 0; i < size; i++) spectra[i] = &batch.spectra[(start + i) * chain.points()];
    chain.run(spectra, &batch.results[start], size, &batch.sound[start], workspace);
    batch.done.fetch_add(size, std::memory_order_relaxed);
  }
}

void execute(napi_env, void* data) {
  Batch& batch = *static_cast<Job*>(data)->batch;
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < batch.threads; i++) helpers.emplace_back(workOff, std::ref(batch));
  workOff(batch);
  for (std::thread& helper : helpers) helper.join();
}

napi_value describe(napi_env env, const Batch& batch) {
  napi_value answer;
  if (batch.cancelled) {
    napi_get_null(env, &answer);
    return answer;
  }
  napi_create_array(env, &answer);
  std::uint32_t refusals = 0;
  for (std::size_t i = 0; i < batch.count; i++) {
    if (batch.sound[i]) continue;
    napi_value index;
    napi_create_uint32(env, static_cast<std::uint32_t>(i), &index);
    napi_set_element(env, answer, refusals++, index);
  }
  return answer;
}

void complete(napi_env env, napi_status, void* data) {
  std::unique_ptr<Job> job(static_cast<Job*>(data));
  napi_handle_scope scope;
  napi_open_handle_scope(env, &scope);
  napi_resolve_deferred(env, job->deferred, describe(env, *job->batch));
  napi_delete_reference(env, job->results);
  napi_delete_async_work(env, job->work);
  napi_close_handle_scope(env, scope);
}

bool readRows(napi_env env, napi_value spectra, napi_value results, Batch& batch) {
  const std::size_t points = batch.chain->points();
  for (std::size_t i = 0; i < batch.count; i++) {
    double* spectrum = nullptr;
    const auto index = static_cast<std::uint32_t>(i);
    if (!readRow(env, spectra, index, points, spectrum) ||
        !readRow(env, results, index, batch.chain->resultPoints(), batch.results[i])) {
      return false;
    }
    std::memcpy(&batch.spectra[i * points], spectrum, points * sizeof(double));
  }
  return true;
}

}  // namespace

napi_value startBatch(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  Serving* serving = nullptr;
  std::uint32_t count = 0;
  std::uint32_t threads = 0;
  if (!readArguments(env, info, arguments, 4) || !fromHandle(env, arguments[0], serving) ||
      napi_get_array_length(env, arguments[1], &count) != napi_ok ||
      napi_get_value_uint32(env, arguments[3], &threads) != napi_ok) {
    return refuse(env, "startBatch(chain, spectra, results, threads)");
  }
  auto job = std::make_unique<Job>();
  job->batch = std::make_shared<Batch>();
  Batch& batch = *job->batch;
  batch.chain = serving->chain;
  batch.count = count;
  const std::size_t groups = (count + batch.chain->width() - 1) / batch.chain->width();
  batch.threads = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(1, groups));
  batch.spectra.reset(new double[count * batch.chain->points()]);
  batch.results.reset(new double*[count]);
  batch.sound.reset(new bool[count]());
  if (!readRows(env, arguments[1], arguments[2], batch)) {
    return refuse(env, "Float64Arrays of the lengths of the chain are needed");
  }
  napi_create_reference(env, arguments[2], 1, &job->results);

  napi_value promise;
  napi_value name;
  napi_create_promise(env, &job->deferred, &promise);
  napi_create_string_utf8(env, "stokes.preprocessing", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, nullptr, name, execute, complete, job.get(), &job->work);
  napi_value answer;
  napi_create_object(env, &answer);
  auto handle = std::make_unique<std::shared_ptr<Batch>>(job->batch);
  napi_set_named_property(env, answer, "batch", toHandle(env, std::move(handle)));
  napi_set_named_property(env, answer, "finished", promise);
  napi_queue_async_work(env, job->work);
  job.release();
  return answer;
}

napi_value batchDone(napi_env env, napi_callback_info info) {
  napi_value handle;
  std::shared_ptr<Batch>* batch = nullptr;
  if (!readArguments(env, info, &handle, 1) || !fromHandle(env, handle, batch)) {
    return refuse(env, "batchDone(batch)");
  }
  napi_value done;
  napi_create_uint32(env, static_cast<std::uint32_t>((*batch)->done.load()), &done);
  return done;
}

napi_value cancelBatch(napi_env env, napi_callback_info info) {
  napi_value handle;
  std::shared_ptr<Batch>* batch = nullptr;
  if (!readArguments(env, info, &handle, 1) || !fromHandle(env, handle, batch)) {
    return refuse(env, "cancelBatch(batch)");
  }
  (*batch)->cancelled = true;
  return nullptr;
}

}  // namespace stokes

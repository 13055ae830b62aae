//! A file interface for PROJ that has no files.
//!
//! With it PROJ finds neither `proj.ini` nor a `proj.db` on any search path (`PROJ_DATA`, the user's folder, the folder
//! of the build) and falls back to the database linked into the library. A database of another version on the search
//! path, as other programs like to leave one, can therefore do no harm, and floor 0 opens no file.
#![allow(unsafe_code)] // callbacks of a C library

use std::ffi::{c_char, c_int, c_longlong, c_ulonglong, c_void};
use std::ptr;

use proj_sys::{PJ_CONTEXT, PROJ_FILE_API, PROJ_FILE_HANDLE, PROJ_OPEN_ACCESS};

/// The interface; PROJ wants every function present, but nothing is ever opened to call the others on.
pub(super) const NO_FILES: PROJ_FILE_API = PROJ_FILE_API {
    version: 1,
    open_cbk: Some(open),
    read_cbk: Some(read),
    write_cbk: Some(write),
    seek_cbk: Some(seek),
    tell_cbk: Some(tell),
    close_cbk: Some(close),
    exists_cbk: Some(one_name),
    mkdir_cbk: Some(one_name),
    unlink_cbk: Some(one_name),
    rename_cbk: Some(rename),
};

type Context = *mut PJ_CONTEXT;
type Handle = *mut PROJ_FILE_HANDLE;
type Data = *mut c_void;

unsafe extern "C" fn open(_: Context, _: *const c_char, _: PROJ_OPEN_ACCESS, _: Data) -> Handle {
    ptr::null_mut()
}

unsafe extern "C" fn read(_: Context, _: Handle, _: *mut c_void, _: usize, _: Data) -> usize {
    0
}

unsafe extern "C" fn write(_: Context, _: Handle, _: *const c_void, _: usize, _: Data) -> usize {
    0
}

unsafe extern "C" fn seek(_: Context, _: Handle, _: c_longlong, _: c_int, _: Data) -> c_int {
    0
}

unsafe extern "C" fn tell(_: Context, _: Handle, _: Data) -> c_ulonglong {
    0
}

unsafe extern "C" fn close(_: Context, _: Handle, _: Data) {}

unsafe extern "C" fn one_name(_: Context, _: *const c_char, _: Data) -> c_int {
    0
}

unsafe extern "C" fn rename(_: Context, _: *const c_char, _: *const c_char, _: Data) -> c_int {
    0
}

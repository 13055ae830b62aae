//! PROJ 9.6, linked statically with its database inside the library.
//!
//! Nothing is read from disk ([`super::no_files`]): results depend on the binary alone, wherever it is moved.
#![allow(unsafe_code)] // a C library

use std::ffi::{CStr, CString};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use proj_sys::{
    PJ, PJ_CONTEXT, PJ_DIRECTION_PJ_FWD, PJ_LOG_LEVEL_PJ_LOG_NONE, PJ_WKT_TYPE_PJ_WKT1_ESRI, PJ_WKT_TYPE_PJ_WKT1_GDAL,
    PJ_WKT_TYPE_PJ_WKT2_2019, proj_as_wkt, proj_context_create, proj_context_destroy, proj_context_errno,
    proj_context_errno_string, proj_context_set_fileapi, proj_create, proj_create_crs_to_crs_from_pj, proj_destroy,
    proj_log_level, proj_normalize_for_visualization, proj_trans_generic,
};

use super::no_files::NO_FILES;
use crate::datum::Ellipsoid;
use crate::facts::WktDialect;
use crate::parameters::Parameters;
use crate::{Crs, CrsError, PointFailures};

/// A transformation between two systems.
pub(crate) struct Engine(Mutex<Handle>);

/// A PROJ object with the context it lives in.
struct Handle {
    context: Context,
    object: *mut PJ,
}

struct Context(*mut PJ_CONTEXT);

// SAFETY: PROJ objects and their context may be used from any one thread at a time; the mutex sees to that.
unsafe impl Send for Handle {}

impl Engine {
    /// Between two systems whose parameters are known: a pipeline that needs no database.
    pub(crate) fn between_parameters(from: &Parameters, to: &Parameters, shift: bool) -> Result<Engine, CrsError> {
        let context = Context::new()?;
        let object = context.create(&pipeline(from, to, shift))?;
        Ok(Engine(Mutex::new(Handle { context, object })))
    }

    /// Between two systems by name, by the best operation of PROJ's database; never one that ignores the datums.
    pub(crate) fn between_definitions(from: &Crs, to: &Crs) -> Result<Engine, CrsError> {
        let context = Context::new()?;
        let source = Handle { object: context.create(&typed(from))?, context };
        let target = source.context.create(&typed(to))?;
        let options = [c"ALLOW_BALLPARK=NO".as_ptr(), ptr::null()];
        // SAFETY: all objects belong to this living context; the options end with a null pointer.
        let object = unsafe {
            let raw = source.context.0;
            let both = proj_create_crs_to_crs_from_pj(raw, source.object, target, ptr::null_mut(), options.as_ptr());
            proj_destroy(target);
            if both.is_null() {
                return Err(no_operation(from, to));
            }
            let normal = proj_normalize_for_visualization(raw, both);
            proj_destroy(both);
            normal
        };
        if object.is_null() {
            return Err(source.context.error());
        }
        let handle = source.replace(object);
        Ok(Engine(Mutex::new(handle)))
    }

    /// Transforms in place; points that fail hold NaN.
    pub(crate) fn apply(&self, points: &mut [[f64; 2]]) -> Result<(), PointFailures> {
        let handle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let stride = size_of::<[f64; 2]>();
        let count = points.len();
        let base = points.as_mut_ptr().cast::<f64>();
        let mut time = f64::INFINITY;
        if count > 0 {
            // SAFETY: `count` pairs of f64 lie `stride` bytes apart from `base` (x) and one further (y); one time for all.
            unsafe {
                let (z, none) = (ptr::null_mut(), 0);
                let (x, y) = (base, base.add(1));
                proj_trans_generic(
                    handle.object,
                    PJ_DIRECTION_PJ_FWD,
                    x,
                    stride,
                    count,
                    y,
                    stride,
                    count,
                    z,
                    none,
                    none,
                    &mut time,
                    0,
                    1,
                );
            }
        }
        drop(handle);
        let mut indices = Vec::new();
        for (index, point) in points.iter_mut().enumerate() {
            if !point[0].is_finite() || !point[1].is_finite() {
                *point = [f64::NAN; 2];
                indices.push(index);
            }
        }
        if indices.is_empty() { Ok(()) } else { Err(PointFailures { indices }) }
    }
}

impl Handle {
    /// The same context with another object.
    fn replace(mut self, object: *mut PJ) -> Handle {
        // SAFETY: the old object is destroyed once, while its context lives.
        unsafe { proj_destroy(self.object) };
        self.object = object;
        self
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: created by this context, destroyed once, before the context (fields drop afterwards).
        unsafe { proj_destroy(self.object) };
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: created by `proj_context_create`, destroyed once.
        unsafe { proj_context_destroy(self.0) };
    }
}

impl Context {
    /// A quiet context that opens no files.
    fn new() -> Result<Context, CrsError> {
        // SAFETY: plain calls on a fresh context, checked for null.
        unsafe {
            let raw = proj_context_create();
            if raw.is_null() {
                return Err(CrsError::Engine { reason: "no PROJ context".to_owned() });
            }
            proj_log_level(raw, PJ_LOG_LEVEL_PJ_LOG_NONE);
            let context = Context(raw);
            if proj_context_set_fileapi(raw, &NO_FILES, ptr::null_mut()) == 0 {
                return Err(CrsError::Engine { reason: "PROJ keeps its file access".to_owned() });
            }
            Ok(context)
        }
    }

    fn create(&self, definition: &str) -> Result<*mut PJ, CrsError> {
        let text =
            CString::new(definition).map_err(|_| CrsError::Unreadable { text: definition.replace('\0', " ") })?;
        // SAFETY: the text is a terminated string that lives through the call.
        let object = unsafe { proj_create(self.0, text.as_ptr()) };
        if object.is_null() { Err(self.error()) } else { Ok(object) }
    }

    fn error(&self) -> CrsError {
        // SAFETY: PROJ returns null or a string that lives until the next call on this context.
        let reason = unsafe {
            let text = proj_context_errno_string(self.0, proj_context_errno(self.0));
            if text.is_null() { String::new() } else { CStr::from_ptr(text).to_string_lossy().into_owned() }
        };
        CrsError::Engine { reason }
    }
}

fn no_operation(from: &Crs, to: &Crs) -> CrsError {
    let side = |crs: &Crs| {
        crs.facts().map_or((crs.to_string(), crate::DatumFamily::Other), |facts| (facts.datum_name, facts.datum))
    };
    let ((from, from_family), (to, to_family)) = (side(from), side(to));
    CrsError::DatumShiftUnknown { from, to, from_family, to_family }
}

/// A definition as PROJ takes it for a CRS rather than an operation.
fn typed(crs: &Crs) -> String {
    let text = crs.to_string();
    if text.contains("+proj=") && !text.contains("+type=crs") { text + " +type=crs" } else { text }
}

/// Degrees or metres of one system to those of the other.
fn pipeline(from: &Parameters, to: &Parameters, shift: bool) -> String {
    let mut text = "+proj=pipeline".to_owned();
    let mut step = |what: &str| {
        text.push_str(" +step ");
        text.push_str(what);
    };
    if from.is_geographic() {
        step("+proj=unitconvert +xy_in=deg +xy_out=rad");
    } else {
        step(&format!("+inv {}", from.proj_step()));
    }
    if shift {
        step("+proj=push +v_3");
        step(&cart(from.datum.ellipsoid));
        step(&helmert(from));
        step(&format!("+inv {}", helmert(to)));
        step(&format!("+inv {}", cart(to.datum.ellipsoid)));
        step("+proj=pop +v_3");
    }
    if to.is_geographic() {
        step("+proj=unitconvert +xy_in=rad +xy_out=deg");
    } else {
        step(&to.proj_step());
    }
    text
}

fn cart(ellipsoid: Ellipsoid) -> String {
    format!("+proj=cart {}", ellipsoid.proj())
}

fn helmert(side: &Parameters) -> String {
    let [x, y, z, rx, ry, rz, s] = side.datum.shift().unwrap_or([0.0; 7]);
    format!("+proj=helmert +x={x} +y={y} +z={z} +rx={rx} +ry={ry} +rz={rz} +s={s} +convention=position_vector")
}

/// Well-known text of a system that this crate cannot write itself, by PROJ's database.
pub(crate) fn wkt(crs: &Crs, dialect: WktDialect) -> Result<String, CrsError> {
    let context = Context::new()?;
    let handle = Handle { object: context.create(&typed(crs))?, context };
    let kind = match dialect {
        WktDialect::Esri => PJ_WKT_TYPE_PJ_WKT1_ESRI,
        WktDialect::Ogc => PJ_WKT_TYPE_PJ_WKT1_GDAL,
        WktDialect::Wkt2 => PJ_WKT_TYPE_PJ_WKT2_2019,
    };
    let options = [c"MULTILINE=NO".as_ptr(), ptr::null()];
    // SAFETY: the object lives; PROJ returns null or a string owned by the object.
    let text = unsafe {
        let text = proj_as_wkt(handle.context.0, handle.object, kind, options.as_ptr());
        (!text.is_null()).then(|| CStr::from_ptr(text).to_string_lossy().into_owned())
    };
    text.ok_or_else(|| CrsError::Unsupported { what: format!("well-known text for {crs}") })
}
